using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting.Generalized.Search;

namespace GlmmDsl.Tests.Fitting.Generalized.Predictors;

/// <summary>
/// −2 log L of models with several linear predictors from nothing but log f of a row: derivatives are differences, matrices are dense, integrals are sums over a fine grid.
/// </summary>
internal sealed class DenseDensities
{
    private const double Step = 2e-3;
    private readonly PredictorsKernel kernel;
    private readonly double[] y;
    private readonly double[] m;

    /// <summary>For each predictor Xβ.</summary>
    private readonly double[][] linear;

    /// <summary>For each predictor ZΛ, over the random effects of all of them.</summary>
    private readonly double[][,] columns;
    private readonly int effects;

    /// <summary>The predictors with random effects.</summary>
    private readonly int[] random;

    private DenseDensities(GeneralizedProblem problem, PredictorsKernel kernel, double[] point)
    {
        this.kernel = kernel;
        (y, m) = (problem.Response.Totals, problem.Response.Sizes);
        double[] beta = problem.Coefficients.Coefficients(point[problem.Parameters.Beta]), theta = problem.Layout.ToUser(point[problem.Parameters.Theta]);
        ModelMatrices[] matrices = [.. problem.Predictors.Select(p => p.Matrices)];
        effects = matrices.Sum(d => d.Random.Sum(t => t.Group.Levels.Length * t.Width));
        linear = [.. matrices.Select((d, k) => Linear(d, beta[problem.Coefficients.Of(k)]))];
        columns = new double[matrices.Length][,];
        random = [.. Enumerable.Range(0, matrices.Length).Where(k => !matrices[k].Random.IsEmpty)];
        int first = 0, at = 0;
        for (int k = 0; k < columns.Length; k++)
        {
            columns[k] = new double[y.Length, effects];
            foreach (RandomEffectsTerm term in matrices[k].Random)
            {
                Fill(columns[k], term, theta, ref at, first);
                first += term.Group.Levels.Length * term.Width;
            }
        }
    }

    /// <summary>The Laplace approximation.</summary>
    public static double Laplace(GeneralizedProblem problem, PredictorsKernel kernel, double[] point) => new DenseDensities(problem, kernel, point).Laplace();

    /// <summary>The integral over the random effects of one grouping factor, one or two a level.</summary>
    public static double Integral(GeneralizedProblem problem, PredictorsKernel kernel, double[] point)
    {
        GroupingFactor group = problem.Terms[0].Group;
        return new DenseDensities(problem, kernel, point).Integral(group, problem.Terms.Length);
    }

    private static double[] Linear(ModelMatrices matrices, double[] beta) =>
        [.. Enumerable.Range(0, matrices.RowCount).Select(i => (matrices.Offset?[i] ?? 0) + beta.Select((b, j) => b * matrices.FixedColumns[j][i]).Sum())];

    private static void Fill(double[,] result, RandomEffectsTerm term, double[] theta, ref int at, int first)
    {
        for (int column = 0; column < term.Width; column++)
        {
            for (int row = column; row < term.Width; row++, at++)
            {
                for (int i = 0; i < result.GetLength(0); i++)
                {
                    result[i, first + (term.Group.Codes[i] * term.Width) + column] += theta[at] * (term.Columns[row]?[i] ?? 1);
                }
            }
        }
    }

    private double Laplace()
    {
        var u = new double[effects];
        for (int iteration = 0; iteration < 60; iteration++)
        {
            (double[] gradient, double[,] information) = Derivatives(u);
            (double[] move, _) = Solve(information, gradient);
            double value = Penalized(u), length = 1;
            double[] moved;
            do
            {
                moved = [.. u.Select((v, j) => v + (length * move[j]))];
                length /= 2;
            }
            while (Penalized(moved) > value + 1e-10 && length > 1e-6);
            u = moved;
            if (move.All(v => Math.Abs(v) < 1e-8))
            {
                break;
            }
        }

        return Penalized(u) + Solve(Derivatives(u).Information, u).LogDeterminant;
    }

    private double Integral(GroupingFactor group, int dimensions)
    {
        const double Width = 7;
        double spacing = dimensions == 1 ? 0.1 : 0.4, total = 0;
        int nodes = (int)Math.Round(2 * Width / spacing);
        var u = new double[effects];
        for (int level = 0; level < group.Levels.Length; level++)
        {
            int[] rows = [.. Enumerable.Range(0, y.Length).Where(i => group.Codes[i] == level)];
            Array.Clear(u);
            double reference = rows.Sum(i => LogDensity(i, u)), sum = 0;
            for (int node = 0; node < Math.Pow(nodes + 1, dimensions); node++)
            {
                double weight = 1;
                for (int d = 0, rest = node; d < dimensions; d++, rest /= nodes + 1)
                {
                    double at = -Width + (spacing * (rest % (nodes + 1)));
                    u[(d * group.Levels.Length) + level] = at;
                    weight *= spacing * Math.Exp(-0.5 * at * at) / Math.Sqrt(2 * Math.PI);
                }

                sum += weight * Math.Exp(rows.Sum(i => LogDensity(i, u)) - reference);
            }

            total -= 2 * (reference + Math.Log(sum));
        }

        return total;
    }

    /// <summary>−2 Σ log f + ‖u‖².</summary>
    private double Penalized(double[] u) => u.Sum(v => v * v) - (2 * Enumerable.Range(0, y.Length).Sum(i => LogDensity(i, u)));

    private double LogDensity(int row, double[] u) => kernel.LogDensity(Etas(row, u), y[row], m[row]);

    private double[] Etas(int row, double[] u)
    {
        var etas = new double[linear.Length];
        for (int k = 0; k < etas.Length; k++)
        {
            etas[k] = linear[k][row];
            for (int j = 0; j < effects; j++)
            {
                etas[k] += columns[k][row, j] * u[j];
            }
        }

        return etas;
    }

    /// <summary>−½ the gradient of the penalised density, and ½ its Hessian.</summary>
    private (double[] Gradient, double[,] Information) Derivatives(double[] u)
    {
        double[] gradient = [.. u.Select(v => -v)];
        var information = new double[effects, effects];
        for (int j = 0; j < effects; j++)
        {
            information[j, j] = 1;
        }

        
        for (int row = 0; row < y.Length; row++)
        {
            double[] etas = Etas(row, u);
            foreach (int k in random)
            {
                double score = Difference(e => kernel.LogDensity(e, y[row], m[row]), etas, k);
                for (int a = 0; a < effects; a++)
                {
                    gradient[a] += columns[k][row, a] * score;
                }

                foreach (int l in random)
                {
                    double weight = k == l
                        ? -SecondDifference(e => kernel.LogDensity(e, y[row], m[row]), etas, k)
                        : -Difference(e => Difference(f => kernel.LogDensity(f, y[row], m[row]), e, l), etas, k);
                    for (int a = 0; a < effects; a++)
                    {
                        for (int b = 0; b < effects && columns[k][row, a] != 0; b++)
                        {
                            information[a, b] += columns[k][row, a] * weight * columns[l][row, b];
                        }
                    }
                }
            }
        }

        return (gradient, information);
    }

    private static double Difference(Func<double[], double> f, double[] at, int k)
    {
        double step = Step * Math.Min(1, Math.Abs(at[k]) + 1e-3);
        return ((8 * (Moved(f, at, k, step) - Moved(f, at, k, -step))) - (Moved(f, at, k, 2 * step) - Moved(f, at, k, -2 * step))) / (12 * step);
    }

    private static double SecondDifference(Func<double[], double> f, double[] at, int k)
    {
        double step = Step * Math.Min(1, Math.Abs(at[k]) + 1e-3);
        double near = Moved(f, at, k, step) + Moved(f, at, k, -step), far = Moved(f, at, k, 2 * step) + Moved(f, at, k, -2 * step);
        return ((16 * near) - far - (30 * f(at))) / (12 * step * step);
    }

    private static double Moved(Func<double[], double> f, double[] at, int k, double step)
    {
        double[] moved = [.. at];
        moved[k] += step;
        return f(moved);
    }

    /// <summary>Gauss–Jordan without pivoting: the matrices are positive definite.</summary>
    private static (double[] Solution, double LogDeterminant) Solve(double[,] matrix, double[] right)
    {
        int n = right.Length;
        var a = (double[,])matrix.Clone();
        double[] x = [.. right];
        double log = 0;
        for (int k = 0; k < n; k++)
        {
            log += Math.Log(a[k, k]);
            for (int i = 0; i < n; i++)
            {
                double factor = i == k ? 0 : a[i, k] / a[k, k];
                for (int j = k; j < n && factor != 0; j++)
                {
                    a[i, j] -= factor * a[k, j];
                }

                x[i] -= factor * x[k];
            }
        }

        return ([.. x.Select((v, k) => v / a[k, k])], log);
    }
}
