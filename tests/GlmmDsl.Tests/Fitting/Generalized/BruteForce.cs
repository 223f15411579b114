using GlmmDsl.Design;
using GlmmDsl.Families;
using GlmmDsl.Fitting;

namespace GlmmDsl.Tests.Fitting.Generalized;

/// <summary>The textbook definitions, with dense matrices and no regard for time.</summary>
internal static class BruteForce
{
    /// <summary>−2 log L by Laplace at (β, θ) in user's units: a dense Newton iteration and a dense determinant.</summary>
    public static double Laplace(ModelMatrices matrices, GeneralizedResponse response, double[] beta, double[] theta, Information information)
    {
        int n = matrices.RowCount;
        double[,] z = ScaledColumns(matrices, theta);
        int q = z.GetLength(1);
        double[] linear = Linear(matrices, beta);
        var u = new double[q];
        double value = Penalized(response, z, linear, u);
        for (int iteration = 0; iteration < 200; iteration++)
        {
            (double[] score, double[] observed) = Derivatives(response, Eta(z, linear, u));
            double[,] m = Penalty(z, observed);
            var g = new double[q];
            for (int j = 0; j < q; j++)
            {
                g[j] = -u[j];
                for (int i = 0; i < n; i++)
                {
                    g[j] += z[i, j] * score[i];
                }
            }

            double[] step = Solve(m, g, out _);
            double length = 1;
            double[] moved;
            double next;
            do
            {
                moved = [.. u.Select((v, j) => v + (length * step[j]))];
                next = Penalized(response, z, linear, moved);
                length /= 2;
            }
            while (next > value + 1e-12 && length > 1e-8);
            u = moved;
            value = next;
        }

        double[] eta = Eta(z, linear, u);
        double[] weights = Derivatives(response, eta).Observed;
        if (information == Information.Expected)
        {
            response.Kernel.Expected(eta, response.Sizes, weights);
        }

        Solve(Penalty(z, weights), new double[q], out double logDeterminant);
        return value + logDeterminant - (2 * response.LogConstant());
    }

    /// <summary>−2 log L of a random intercept by a fine trapezoid rule, level by level.</summary>
    public static double Integral(ModelMatrices matrices, GeneralizedResponse response, double[] beta, double theta)
    {
        double[] linear = Linear(matrices, beta);
        GroupingFactor group = matrices.Random[0].Group;
        double total = 0;
        for (int level = 0; level < group.Levels.Length; level++)
        {
            int[] rows = [.. Enumerable.Range(0, linear.Length).Where(i => group.Codes[i] == level)];
            double sum = 0;
            double reference = rows.Sum(i => response.Kernel.LogDensity(linear[i], response.Totals[i], response.Sizes[i]));
            const double Step = 1e-3;
            for (double u = -9; u <= 9; u += Step)
            {
                double log = rows.Sum(i => response.Kernel.LogDensity(linear[i] + (theta * u), response.Totals[i], response.Sizes[i]));
                sum += Step * Math.Exp(log - reference - (0.5 * u * u)) / Math.Sqrt(2 * Math.PI);
            }

            total -= 2 * (reference + Math.Log(sum));
        }

        return total - (2 * response.LogConstant());
    }

    private static double[] Linear(ModelMatrices matrices, double[] beta)
    {
        var linear = new double[matrices.RowCount];
        for (int i = 0; i < linear.Length; i++)
        {
            linear[i] = (matrices.Offset?[i] ?? 0) + beta.Select((b, j) => b * matrices.FixedColumns[j][i]).Sum();
        }

        return linear;
    }

    /// <summary>ZΛ.</summary>
    private static double[,] ScaledColumns(ModelMatrices matrices, double[] theta)
    {
        var result = new double[matrices.RowCount, matrices.Random.Sum(t => t.Group.Levels.Length * t.Width)];
        int first = 0;
        int at = 0;
        foreach (RandomEffectsTerm term in matrices.Random)
        {
            for (int column = 0; column < term.Width; column++)
            {
                for (int row = column; row < term.Width; row++, at++)
                {
                    for (int i = 0; i < matrices.RowCount; i++)
                    {
                        result[i, first + (term.Group.Codes[i] * term.Width) + column] += theta[at] * (term.Columns[row]?[i] ?? 1);
                    }
                }
            }

            first += term.Group.Levels.Length * term.Width;
        }

        return result;
    }

    private static double[] Eta(double[,] z, double[] linear, double[] u)
    {
        double[] eta = [.. linear];
        for (int i = 0; i < eta.Length; i++)
        {
            for (int j = 0; j < u.Length; j++)
            {
                eta[i] += z[i, j] * u[j];
            }
        }

        return eta;
    }

    private static (double[] Score, double[] Observed) Derivatives(GeneralizedResponse response, double[] eta)
    {
        var score = new double[eta.Length];
        var observed = new double[eta.Length];
        response.Kernel.Evaluate(eta, response.Totals, response.Sizes, score, observed, new double[eta.Length]);
        return (score, observed);
    }

    private static double Penalized(GeneralizedResponse response, double[,] z, double[] linear, double[] u)
    {
        double[] eta = Eta(z, linear, u);
        LikelihoodKernel kernel = response.Kernel;
        return u.Sum(v => v * v) - (2 * eta.Select((e, i) => kernel.LogDensity(e, response.Totals[i], response.Sizes[i])).Sum());
    }

    private static double[,] Penalty(double[,] z, double[] weights)
    {
        int q = z.GetLength(1);
        var m = new double[q, q];
        for (int a = 0; a < q; a++)
        {
            for (int b = 0; b < q; b++)
            {
                m[a, b] = a == b ? 1 : 0;
                for (int i = 0; i < weights.Length; i++)
                {
                    m[a, b] += weights[i] * z[i, a] * z[i, b];
                }
            }
        }

        return m;
    }

    /// <summary>Gauss–Jordan without pivoting: the matrices are positive definite.</summary>
    private static double[] Solve(double[,] m, double[] right, out double logDeterminant)
    {
        int n = right.Length;
        double[] x = [.. right];
        logDeterminant = 0;
        for (int k = 0; k < n; k++)
        {
            logDeterminant += Math.Log(m[k, k]);
            for (int i = 0; i < n; i++)
            {
                double factor = i == k ? 0 : m[i, k] / m[k, k];
                for (int j = k; j < n && factor != 0; j++)
                {
                    m[i, j] -= factor * m[k, j];
                }

                x[i] -= factor * x[k];
            }
        }

        return [.. x.Select((v, k) => v / m[k, k])];
    }
}
