namespace GlmmDsl.Tests.Covariance;

/// <summary>Derivatives by fourth-order central differences.</summary>
internal static class Differences
{
    /// <summary>The derivative of a function's numbers in one of its parameters.</summary>
    public static double[] In(Func<double[], double[]> function, double[] theta, int parameter)
    {
        const double H = 1e-3;
        double[] near = Side(H), far = Side(2 * H);
        return [.. near.Zip(far, (a, b) => ((8 * a) - b) / (12 * H))];

        double[] Side(double step) => [.. At(step).Zip(At(-step), (a, b) => a - b)];

        double[] At(double step)
        {
            double[] moved = [.. theta];
            moved[parameter] += step;
            return function(moved);
        }
    }
}
