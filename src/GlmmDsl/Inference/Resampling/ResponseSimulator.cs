using System.Buffers;
using System.Collections.Immutable;
using GlmmDsl.Covariance;
using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fits;

namespace GlmmDsl.Inference.Resampling;

/// <summary>Simulates responses of a model. What all replicates share is computed once; safe to use from several threads.</summary>
internal sealed class ResponseSimulator
{
    private readonly ModelMatrices matrices;
    private readonly FamilyDefinition family;
    private readonly FamilyDefinition[]? families;
    private readonly LikelihoodKernel? kernel;
    private readonly double[] fixedPart;
    private readonly double[][] factors;
    private readonly double[]? deviations;
    private readonly double sigma;
    private readonly bool drawsEffects;

    /// <summary>Prepares the simulation of a fit.</summary>
    /// <param name="model">The fit.</param>
    /// <param name="effects">What the random effects are.</param>
    /// <exception cref="InvalidOperationException">No rows; separated outcomes; or rows that stand for several, or weights of counts, which no distribution belongs to.</exception>
    public ResponseSimulator(FittedModel model, SimulatedEffects effects)
        : this(Checked(model), model.Solution.Beta, model.Solution.Theta, model.Solution.Sigma, effects == SimulatedEffects.Modes ? model.Solution.LinearPredictor : null)
    {
    }

    /// <summary>Prepares the simulation of a model at given parameters.</summary>
    /// <param name="model">The model.</param>
    /// <param name="beta">Its kept coefficients.</param>
    /// <param name="theta">θ, user units.</param>
    /// <param name="sigma">σ.</param>
    /// <param name="predictor">The linear predictor with random effects in it; null to draw them.</param>
    public ResponseSimulator(FittedModel model, double[] beta, double[] theta, double sigma, double[]? predictor = null)
    {
        matrices = model.Matrices;
        family = model.Family;
        kernel = model.IsLinear ? null : family.Kernel(model.Link);
        families = model.Solution.Others.Any(o => !o.IsConstant || o.Predictor == Predictor.ZeroInflation)
            ? [.. Enumerable.Range(0, matrices.RowCount).Select(model.Solution.FamilyAt)]
            : null;
        if (predictor is null && model.Solution.Others.Any(o => !o.Matrices.Random.IsEmpty))
        {
            throw new InvalidOperationException("Zero inflation or dispersion have random effects, which are not drawn anew yet: simulate at the modes (SimulatedEffects.Modes).");
        }

        this.sigma = sigma;
        drawsEffects = predictor is null;
        fixedPart = predictor ?? FixedPart(matrices, model.Solution.Kept, beta);
        deviations = model.IsLinear && matrices.Weights is { } weights ? [.. weights.Select(w => sigma / Math.Sqrt(w))] : null;
        int start = 0;
        var blocks = new List<double[]>();
        foreach (CovarianceStructure structure in CovarianceStructures.Of(matrices.Random))
        {
            double[] factor = structure.Template(theta.AsSpan(start, structure.Count));
            LinearAlgebra.VectorKernels.Scale(sigma, factor, factor);
            blocks.Add(factor);
            start += structure.Count;
        }

        factors = [.. blocks];
    }

    /// <summary>One response, n numbers.</summary>
    /// <param name="random">The random numbers of the replicate.</param>
    public double[] Draw(KeyedRandom random)
    {
        var response = new double[fixedPart.Length];
        Draw(random, response);
        return response;
    }

    /// <summary>One response.</summary>
    /// <param name="random">The random numbers of the replicate.</param>
    /// <param name="response">Receives it, n numbers.</param>
    public void Draw(KeyedRandom random, double[] response)
    {
        fixedPart.CopyTo(response, 0);
        if (drawsEffects)
        {
            for (int t = 0; t < factors.Length; t++)
            {
                AddEffects(t, random, response);
            }
        }

        for (int i = 0; i < response.Length; i++)
        {
            response[i] = kernel is null
                ? response[i] + ((deviations is null ? sigma : deviations[i]) * random.NextNormal())
                : (families?[i] ?? family).Draw(random, kernel.Mean(response[i]), matrices.Trials?[i] ?? 1);
        }
    }

    /// <summary>The linear predictor of the fixed part: Xβ and the offset.</summary>
    public static double[] FixedPart(ModelMatrices matrices, ImmutableArray<int> kept, double[] beta)
    {
        double[] sum = matrices.Offset is { } offset ? [.. offset] : new double[matrices.RowCount];
        for (int k = 0; k < kept.Length; k++)
        {
            LinearAlgebra.VectorKernels.AddScaled(beta[k], matrices.FixedColumns[kept[k]], sum);
        }

        return sum;
    }

    /// <summary>Adds Zb of a term, given b by levels.</summary>
    public static void AddEffects(RandomEffectsTerm term, ReadOnlySpan<double> effects, double[] sum)
    {
        int k = term.Width;
        int[] codes = term.Group.Codes;
        for (int c = 0; c < k; c++)
        {
            double[]? column = term.Columns[c];
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += effects[(codes[i] * k) + c] * (column is null ? 1 : column[i]);
            }
        }
    }

    private void AddEffects(int t, KeyedRandom random, double[] sum)
    {
        RandomEffectsTerm term = matrices.Random[t];
        int k = term.Width;
        int count = term.Group.Levels.Length * k;
        double[] rented = ArrayPool<double>.Shared.Rent(count);
        Span<double> effects = rented.AsSpan(0, count);
        Span<double> spherical = stackalloc double[Math.Min(k, 64)];
        spherical = k > 64 ? new double[k] : spherical;
        for (int first = 0; first < effects.Length; first += k)
        {
            for (int c = 0; c < k; c++)
            {
                spherical[c] = random.NextNormal();
            }

            for (int r = 0; r < k; r++)
            {
                effects[first + r] = LinearAlgebra.VectorKernels.Dot(factors[t].AsSpan(r * k, k), spherical);
            }
        }

        AddEffects(term, effects, sum);
        ArrayPool<double>.Shared.Return(rented);
    }

    private static FittedModel Checked(FittedModel model)
    {
        model.RequireRows("responses to simulate");
        if (model.Solution.IsSeparated)
        {
            throw new InvalidOperationException("The fixed effects separate the outcomes: some coefficients are infinite, and there is nothing to simulate from. Give the coefficients a weak prior (FitOptions.CoefficientPrior).");
        }

        if (model.Frequencies is not null)
        {
            throw new InvalidOperationException("Each row stands for several alike ones (WeightKind.Frequency), which would not be alike in another sample. Fit the model to the single rows to simulate from it.");
        }

        if (!model.IsLinear && model.Matrices.Weights is not null)
        {
            throw new InvalidOperationException("Prior weights multiply the log-likelihood of counts: no distribution belongs to them, and there is nothing to simulate from.");
        }

        return model;
    }
}
