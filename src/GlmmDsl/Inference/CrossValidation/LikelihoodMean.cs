using GlmmDsl.Families;

namespace GlmmDsl.Inference.CrossValidation;

/// <summary>Means of a likelihood over a normal linear predictor.</summary>
internal static class LikelihoodMean
{
    /// <summary>The step of the rule in standard deviations of the integrand; its error is e⁻¹²⁰ for a normal one.</summary>
    private const double StepOfWidth = 0.4;

    /// <summary>−log of the terms left out, against the largest.</summary>
    private const double Negligible = 42;
    private const int MostSteps = 100_000;
    private const int MostPasses = 60;

    /// <summary>
    /// log ∫ w(z) f(y | η + sz) φ(z) dz, by the trapezoidal rule about the mode of the integrand with steps of its own width: of a large count it is far narrower than φ, and anywhere.
    /// </summary>
    /// <param name="kernel">f.</param>
    /// <param name="eta">η.</param>
    /// <param name="deviation">s.</param>
    /// <param name="total">The row's total.</param>
    /// <param name="size">Its size.</param>
    /// <param name="share">w, a positive number at most 1 that changes slowly with z; null for 1.</param>
    public static double Log(LikelihoodKernel kernel, double eta, double deviation, double total, double size, Func<double, double>? share = null)
    {
        double constant = kernel.Constant([total], [size]);
        if (!(deviation > 0))
        {
            return kernel.LogDensity(eta, total, size) + constant + Math.Log(share?.Invoke(0) ?? 1);
        }

        double Exponent(double z) => kernel.LogDensity(eta + (deviation * z), total, size) - (0.5 * z * z);
        (double mode, double width) = Mode(kernel, Exponent, eta, deviation, total, size);
        double largest = Exponent(mode);
        double step = width * StepOfWidth, sum = share?.Invoke(mode) ?? 1;
        foreach (int direction in (ReadOnlySpan<int>)[-1, 1])
        {
            for (int k = 1; k < MostSteps; k++)
            {
                double log = Exponent(mode + (direction * k * step)) - largest;
                if (!(log > -Negligible))
                {
                    break;
                }

                sum += Math.Exp(log) * (share?.Invoke(mode + (direction * k * step)) ?? 1);
            }
        }

        return largest + Math.Log(sum * step / Math.Sqrt(2 * Math.PI)) + constant;
    }

    /// <summary>The largest exponent by Newton's method, each step halved until it rises, and the standard deviation of the normal density with its curvature there.</summary>
    private static (double Mode, double Width) Mode(LikelihoodKernel kernel, Func<double, double> exponent, double eta, double deviation, double total, double size)
    {
        double z = 0, value = exponent(0), curvature = 1;
        Span<double> score = stackalloc double[1], observed = stackalloc double[1], derivative = stackalloc double[1], expected = stackalloc double[1];
        for (int pass = 0; pass < MostPasses; pass++)
        {
            double[] at = [eta + (deviation * z)];
            _ = kernel.Evaluate(at, [total], [size], score, observed, derivative);
            kernel.Expected(at, [size], expected);
            curvature = 1 + (deviation * deviation * Math.Max(observed[0] > 0 ? observed[0] : expected[0], 0));
            double move = ((deviation * score[0]) - z) / curvature;
            double next = exponent(z + move);
            for (int half = 0; half < MostPasses && !(next >= value); half++)
            {
                move /= 2;
                next = exponent(z + move);
            }

            if (!(next >= value) || Math.Abs(move) * Math.Sqrt(curvature) < 1e-3)
            {
                break;
            }

            (z, value) = (z + move, next);
        }

        return (z, 1 / Math.Sqrt(curvature));
    }
}
