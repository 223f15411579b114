using GlmmDsl.Design;

namespace GlmmDsl.Tests.Fitting;

/// <summary>
/// The profiled criterion by whitening: V = LLᵀ, then L⁻¹[X y] made orthogonal by Gram–Schmidt, twice. No normal equations are formed, so
/// nearly dependent columns lose no digits. It shares nothing with the engine.
/// </summary>
internal sealed class WhitenedModel
{
    private readonly ModelMatrices m;
    private readonly bool reml;
    private readonly int n;
    private readonly double[][] columns;
    private readonly double[] response;

    public WhitenedModel(ModelMatrices matrices, IEnumerable<int> kept, bool reml)
    {
        m = matrices;
        this.reml = reml;
        n = matrices.RowCount;
        columns = [.. kept.Select(j => matrices.FixedColumns[j])];
        response = [.. matrices.Response.Select((y, i) => y - (matrices.Offset?[i] ?? 0))];
        Diagonals = [.. m.Random.SelectMany(t => Enumerable.Range(0, t.Width).Select(c => (t.Width * c) - (c * (c - 1) / 2) + Before(t)))];
        Count = m.Random.Sum(t => t.Width * (t.Width + 1) / 2);
    }

    /// <summary>Number of covariance parameters.</summary>
    public int Count { get; }

    /// <summary>Which of them are diagonals of Λ.</summary>
    public int[] Diagonals { get; }

    /// <summary>The criterion at θ; infinite where V is not positive definite in double precision.</summary>
    public double Criterion(double[] theta)
    {
        double[,] v = Covariance(theta);
        double logDeterminant = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = v[i, j];
                for (int k = 0; k < j; k++)
                {
                    sum -= v[i, k] * v[j, k];
                }

                if (i == j && !(sum > 0))
                {
                    return double.PositiveInfinity;
                }

                v[i, j] = i == j ? Math.Sqrt(sum) : sum / v[j, j];
            }

            logDeterminant += 2 * Math.Log(v[i, i]);
        }

        var basis = new List<double[]>();
        foreach (double[] column in columns)
        {
            double[] rest = Orthogonal(Whitened(v, column), basis);
            double norm = Math.Sqrt(Dot(rest, rest));
            logDeterminant += reml ? 2 * Math.Log(norm) : 0;
            basis.Add([.. rest.Select(r => r / norm)]);
        }

        double[] residual = Orthogonal(Whitened(v, response), basis);
        double freedom = n - (reml ? columns.Length : 0);
        return logDeterminant + (freedom * (1 + Math.Log(2 * Math.PI * Dot(residual, residual) / freedom)));
    }

    /// <summary>The lowest value that descents from several starts reach: small, middling, large and random variances.</summary>
    public double LowestOf(int starts, Random random)
    {
        double best = double.PositiveInfinity;
        for (int s = 0; s < starts; s++)
        {
            var start = new double[Count];
            foreach (int i in Diagonals)
            {
                start[i] = s switch { 0 => 1, 1 => 0.1, 2 => 3, _ => Math.Exp(6 * (random.NextDouble() - 0.5)) };
            }

            best = Math.Min(best, QuasiNewtonByDifferences.Minimise(Criterion, start));
        }

        return best;
    }

    private int Before(RandomEffectsTerm term) => m.Random.TakeWhile(t => !ReferenceEquals(t, term)).Sum(t => t.Width * (t.Width + 1) / 2);

    private double[,] Covariance(double[] theta)
    {
        var v = new double[n, n];
        int at = 0;
        foreach (RandomEffectsTerm term in m.Random)
        {
            int k = term.Width;
            var scaled = new double[n, k];
            for (int c = 0; c < k; c++)
            {
                for (int r = c; r < k; r++, at++)
                {
                    for (int i = 0; i < n; i++)
                    {
                        scaled[i, c] += (term.Columns[r]?[i] ?? 1) * theta[at];
                    }
                }
            }

            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j <= i; j++)
                {
                    for (int c = 0; c < k && term.Group.Codes[i] == term.Group.Codes[j]; c++)
                    {
                        v[i, j] += scaled[i, c] * scaled[j, c];
                    }
                }
            }
        }

        for (int i = 0; i < n; i++)
        {
            v[i, i] += 1 / (m.Weights?[i] ?? 1);
        }

        return v;
    }

    private double[] Whitened(double[,] factor, double[] x)
    {
        var result = new double[n];
        for (int i = 0; i < n; i++)
        {
            double sum = x[i];
            for (int k = 0; k < i; k++)
            {
                sum -= factor[i, k] * result[k];
            }

            result[i] = sum / factor[i, i];
        }

        return result;
    }

    private static double[] Orthogonal(double[] x, List<double[]> basis)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (double[] direction in basis)
            {
                double product = Dot(direction, x);
                for (int i = 0; i < x.Length; i++)
                {
                    x[i] -= product * direction[i];
                }
            }
        }

        return x;
    }

    private static double Dot(double[] x, double[] y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }
}
