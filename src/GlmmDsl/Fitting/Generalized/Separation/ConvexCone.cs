using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Fitting.Generalized.Separation;

/// <summary>
/// Finds out whether a vector is a combination of others with non-negative weights: non-negative least squares by the active set of Lawson and Hanson (1974, Solving Least
/// Squares Problems, chapter 23). By Farkas' lemma it is exactly if every direction with a non-negative product with all the others has one with it too.
/// </summary>
internal static class ConvexCone
{
    /// <summary>The largest remainder of a vector of length 1.</summary>
    private const double Tolerance = 1e-7;

    /// <summary>Whether the cone of the generators, of length 1 each, contains the target.</summary>
    public static bool Contains(double[][] generators, double[] target)
    {
        double length = Math.Sqrt(VectorKernels.Dot(target, target));
        double[] goal = [.. target.Select(t => t / length)];
        double[] residual = [.. goal];
        var active = new List<int>();
        var weights = new List<double>();
        int limit = 10 * (target.Length + 2);
        for (int iteration = 0; iteration < limit; iteration++)
        {
            if (Math.Sqrt(VectorKernels.Dot(residual, residual)) < Tolerance)
            {
                return true;
            }

            int best = -1;
            double most = Tolerance * Tolerance;
            for (int i = 0; i < generators.Length; i++)
            {
                double agreement = VectorKernels.Dot(generators[i], residual);
                if (agreement > most && !active.Contains(i))
                {
                    (best, most) = (i, agreement);
                }
            }

            if (best < 0)
            {
                return false;
            }

            active.Add(best);
            weights.Add(0);
            if (!Improve(generators, goal, active, weights))
            {
                return false;
            }

            goal.CopyTo(residual, 0);
            for (int a = 0; a < active.Count; a++)
            {
                VectorKernels.AddScaled(-weights[a], generators[active[a]], residual);
            }
        }

        return false;
    }

    /// <summary>Least squares over the active generators; those whose weights would fall below 0 leave. False where they are dependent.</summary>
    private static bool Improve(double[][] generators, double[] goal, List<int> active, List<double> weights)
    {
        while (true)
        {
            int n = active.Count;
            var cross = new double[n * n];
            var solution = new double[n];
            for (int a = 0; a < n; a++)
            {
                solution[a] = VectorKernels.Dot(generators[active[a]], goal);
                for (int b = 0; b <= a; b++)
                {
                    cross[(a * n) + b] = VectorKernels.Dot(generators[active[a]], generators[active[b]]);
                }
            }

            if (!DenseCholesky.Factor(cross, n, n))
            {
                return false;
            }

            DenseCholesky.SolveLower(cross, n, n, solution);
            DenseCholesky.SolveLowerTransposed(cross, n, n, solution);
            double step = 1;
            for (int a = 0; a < n; a++)
            {
                if (solution[a] <= 0)
                {
                    step = Math.Min(step, weights[a] / (weights[a] - solution[a]));
                }
            }

            bool isInside = true;
            for (int a = n - 1; a >= 0; a--)
            {
                bool falls = solution[a] <= 0;
                weights[a] += step * (solution[a] - weights[a]);
                isInside &= !falls;
                if (falls && weights[a] <= 1e-15)
                {
                    active.RemoveAt(a);
                    weights.RemoveAt(a);
                }
            }

            if (isInside || active.Count == 0)
            {
                return true;
            }
        }
    }
}
