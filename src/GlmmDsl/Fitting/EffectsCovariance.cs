using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting;

/// <summary>
/// The joint covariance of (β̂ − β, b̂ − b) given θ̂: φ times the inverse of the coefficient matrix of the mixed-model equations (Henderson 1975,
/// Biometrics 31),
/// [XᵀWX, XᵀWZ; ZᵀWX, ZᵀWZ + (ΛΛᵀ)⁻¹]⁻¹. For a generalised model W is that of the working linear model at the modes. The inverse is never formed. With
/// v = M⁻¹Λᵀz and r = x − XᵀWZΛv the covariance of two combinations is φ z₂ᵀΛv₁ + r₁ᵀ Var(β̂) r₂, which holds at a singular Λ too. M = ΛᵀZᵀWZΛ + I is solved by conjugate
/// gradients, preconditioned by its diagonal blocks (one term, one level): exact in one step if there is one term.
/// </summary>
internal sealed class EffectsCovariance
{
    private const double Tolerance = 1e-14;

    private readonly ModelMatrices matrices;
    private readonly double[][] columns;
    private readonly double[,] fixedCovariance;
    private readonly double[] weights;
    private readonly double dispersion;

    // For each term the template of Λ, k × k, and for each level the Cholesky factor of its block of M.
    private readonly double[][] lambdas;
    private readonly double[][] blocks;

    /// <summary>Takes the weights of the rows at the solution.</summary>
    /// <param name="solution">The solution, with its rows.</param>
    /// <exception cref="InvalidOperationException">A fit to cross-products, without rows.</exception>
    public EffectsCovariance(IModelSolution solution)
    {
        matrices = solution.Matrices;
        if (!matrices.HasRows)
        {
            throw new InvalidOperationException("This model was fitted to cross-products, without rows: the joint covariance of coefficients and random effects needs the rows. Fit the model to rows.");
        }

        columns = [.. solution.Kept.Select(k => matrices.FixedColumns[k])];
        fixedCovariance = solution.ConditionalCovariance;
        dispersion = solution.Dispersion;
        weights = WorkingWeights(solution);
        lambdas = Templates(solution);
        blocks = [.. matrices.Random.Select((_, t) => Blocks(t))];
    }

    /// <summary>The covariance of the prediction errors of two combinations; with twice the same one, its variance.</summary>
    public double Of(EffectsContrast first, EffectsContrast second)
    {
        (double[] error, double[][] effects) = Solve(first);
        double[] other = ReferenceEquals(first, second) ? error : Solve(second).Error;
        double sum = 0;
        foreach ((int term, int level, int column, double weight) in second.Random)
        {
            sum += dispersion * weight * effects[term][(level * matrices.Random[term].Width) + column];
        }

        for (int i = 0; i < error.Length; i++)
        {
            for (int j = 0; j < other.Length; j++)
            {
                sum += error[i] * fixedCovariance[i, j] * other[j];
            }
        }

        return sum;
    }

    /// <summary>The information of each row, observed or expected as in the determinant.</summary>
    private static double[] WorkingWeights(IModelSolution solution)
    {
        GeneralizedResponse response = solution.Response;
        LikelihoodKernel kernel = response.Kernel;
        int n = response.Totals.Length;
        var weights = new double[n];
        if (solution.Integration?.Information == Information.Expected)
        {
            kernel.Expected(solution.LinearPredictor, response.Sizes, weights);
        }
        else
        {
            kernel.Evaluate(solution.LinearPredictor, response.Totals, response.Sizes, new double[n], weights, new double[n]);
        }

        return weights;
    }

    private static double[][] Templates(IModelSolution solution)
    {
        int first = 0;
        var templates = new List<double[]>();
        foreach (RandomEffectsTerm term in solution.Matrices.Random)
        {
            CovarianceStructure structure = CovarianceStructures.Of(term);
            templates.Add(structure.Template(solution.Theta.AsSpan(first, structure.Count)));
            first += structure.Count;
        }

        return [.. templates];
    }

    /// <summary>r = x − XᵀWZΛv, and Λv.</summary>
    private (double[] Error, double[][] Effects) Solve(EffectsContrast contrast)
    {
        double[][] right = Zeros();
        foreach ((int term, int level, int column, double weight) in contrast.Random)
        {
            right[term][(level * matrices.Random[term].Width) + column] += weight;
        }

        double[][] effects = Times(Solved(Times(right, transposed: true)), transposed: false);
        double[] rows = Rows(effects);
        return ([.. columns.Select((c, j) => contrast.Fixed[j] - VectorKernels.Dot(c, rows))], effects);
    }

    /// <summary>M⁻¹ of a vector, by preconditioned conjugate gradients.</summary>
    private double[][] Solved(double[][] right)
    {
        double[][] x = Zeros(), residual = right;
        double size = Math.Sqrt(Dot(right, right));
        double[][] z = Precondition(residual), direction = z;
        double rho = Dot(residual, z);
        int most = 10 * (10 + right.Sum(r => r.Length));
        for (int iteration = 0; iteration < most && Math.Sqrt(Dot(residual, residual)) > Tolerance * size; iteration++)
        {
            double[][] image = Times(direction);
            double length = rho / Dot(direction, image);
            x = Sum(x, length, direction);
            residual = Sum(residual, -length, image);
            z = Precondition(residual);
            double next = Dot(residual, z);
            direction = Sum(z, next / rho, direction);
            rho = next;
        }

        return x;
    }

    /// <summary>M times a vector.</summary>
    private double[][] Times(double[][] u)
    {
        double[] rows = Rows(Times(u, transposed: false));
        double[][] back = Zeros();
        for (int t = 0; t < back.Length; t++)
        {
            RandomEffectsTerm term = matrices.Random[t];
            for (int c = 0; c < term.Width; c++)
            {
                for (int i = 0; i < rows.Length; i++)
                {
                    back[t][(term.Group.Codes[i] * term.Width) + c] += rows[i] * (term.Columns[c]?[i] ?? 1);
                }
            }
        }

        return Sum(Times(back, transposed: true), 1, u);
    }

    /// <summary>WZ times effects, n numbers.</summary>
    private double[] Rows(double[][] effects)
    {
        var rows = new double[weights.Length];
        for (int t = 0; t < effects.Length; t++)
        {
            RandomEffectsTerm term = matrices.Random[t];
            for (int c = 0; c < term.Width; c++)
            {
                for (int i = 0; i < rows.Length; i++)
                {
                    rows[i] += effects[t][(term.Group.Codes[i] * term.Width) + c] * (term.Columns[c]?[i] ?? 1);
                }
            }
        }

        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] *= weights[i];
        }

        return rows;
    }

    /// <summary>Λ or Λᵀ times a vector.</summary>
    private double[][] Times(double[][] u, bool transposed)
    {
        double[][] result = Zeros();
        for (int t = 0; t < u.Length; t++)
        {
            int k = matrices.Random[t].Width;
            for (int at = 0; at < u[t].Length; at += k)
            {
                for (int r = 0; r < k; r++)
                {
                    for (int c = 0; c < k; c++)
                    {
                        result[t][at + r] += lambdas[t][transposed ? (c * k) + r : (r * k) + c] * u[t][at + c];
                    }
                }
            }
        }

        return result;
    }

    /// <summary>The Cholesky factors of the diagonal blocks of ΛᵀZᵀWZΛ + I, one for each level of a term.</summary>
    private double[] Blocks(int t)
    {
        RandomEffectsTerm term = matrices.Random[t];
        int k = term.Width;
        var all = new double[term.Group.Levels.Length * k * k];
        var z = new double[k];
        for (int i = 0; i < weights.Length; i++)
        {
            int at = term.Group.Codes[i] * k * k;
            for (int c = 0; c < k; c++)
            {
                z[c] = 0;
                for (int r = 0; r < k; r++)
                {
                    z[c] += lambdas[t][(r * k) + c] * (term.Columns[r]?[i] ?? 1);
                }
            }

            for (int r = 0; r < k; r++)
            {
                for (int c = 0; c < k; c++)
                {
                    all[at + (r * k) + c] += weights[i] * z[r] * z[c];
                }
            }
        }

        for (int level = 0; level < term.Group.Levels.Length; level++)
        {
            for (int c = 0; c < k; c++)
            {
                all[(level * k * k) + (c * (k + 1))] += 1;
            }

            double[] block = all[(level * k * k)..((level + 1) * k * k)];
            if (!DenseCholesky.Factor(block, k, k))
            {
                // The observed information is negative here: any positive definite matrix will do as a preconditioner.
                Array.Clear(block);
                for (int c = 0; c < k; c++)
                {
                    block[c * (k + 1)] = 1;
                }
            }

            block.CopyTo(all, level * k * k);
        }

        return all;
    }

    private double[][] Precondition(double[][] u)
    {
        double[][] result = Zeros();
        for (int t = 0; t < u.Length; t++)
        {
            int k = matrices.Random[t].Width;
            for (int level = 0; level < matrices.Random[t].Group.Levels.Length; level++)
            {
                double[] factor = blocks[t][(level * k * k)..((level + 1) * k * k)];
                Span<double> x = result[t].AsSpan(level * k, k);
                u[t].AsSpan(level * k, k).CopyTo(x);
                DenseCholesky.SolveLower(factor, k, k, x);
                DenseCholesky.SolveLowerTransposed(factor, k, k, x);
            }
        }

        return result;
    }

    private double[][] Zeros() => [.. matrices.Random.Select(t => new double[t.Group.Levels.Length * t.Width])];

    private static double Dot(double[][] x, double[][] y) => x.Select((v, t) => VectorKernels.Dot(v, y[t])).Sum();

    private static double[][] Sum(double[][] x, double scale, double[][] y) => [.. x.Select((v, t) =>
    {
        double[] sum = [.. v];
        VectorKernels.AddScaled(scale, y[t], sum);
        return sum;
    })];
}
