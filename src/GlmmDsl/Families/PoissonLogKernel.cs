using System.Runtime.Intrinsics;

namespace GlmmDsl.Families;

/// <summary>Poisson rows with the log link, vectorised: s = m(y − μ), W_o = W_e = ∂W/∂η = mμ. V(μ) = μ.</summary>
internal sealed class PoissonLogKernel : LikelihoodKernel
{
    public override bool IsCanonical => true;

    public override bool IsObservedPositive => true;

    public override double Constant(ReadOnlySpan<double> y, ReadOnlySpan<double> m) => PoissonConstants.LogSum(y, m);

    public override double Evaluate(ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score, Span<double> observed)
    {
        double sum = 0;
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            Vector256<double> total = Vector256<double>.Zero;
            for (; i <= eta.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            {
                Vector256<double> x = Vector256.Create(eta[i..]), yi = Vector256.Create(y[i..]), mi = Vector256.Create(m[i..]);
                Vector256<double> mean = Vector256.Exp(x), weighted = mi * mean;
                total += (mi * yi * x) - weighted;
                ((mi * yi) - weighted).CopyTo(score[i..]);
                weighted.CopyTo(observed[i..]);
            }

            sum = Vector256.Sum(total);
        }

        for (; i < eta.Length; i++)
        {
            double weighted = m[i] * Math.Exp(eta[i]);
            sum += (m[i] * y[i] * eta[i]) - weighted;
            score[i] = (m[i] * y[i]) - weighted;
            observed[i] = weighted;
        }

        return sum;
    }

    public override void ObservedDerivative(ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> derivative) =>
        Expected(eta, m, derivative);

    public override void Expected(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> expected)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            for (; i <= eta.Length - Vector256<double>.Count; i += Vector256<double>.Count)
            {
                (Vector256.Create(m[i..]) * Vector256.Exp(Vector256.Create(eta[i..]))).CopyTo(expected[i..]);
            }
        }

        for (; i < eta.Length; i++)
        {
            expected[i] = m[i] * Math.Exp(eta[i]);
        }
    }

    public override void ExpectedDerivative(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> derivative) => Expected(eta, m, derivative);

    public override double LogDensity(double eta, double y, double m) => m * ((y * eta) - Math.Exp(eta));

    public override double Mean(double eta) => Math.Exp(eta);

    public override double MeanDerivative(double eta) => Math.Exp(eta);

    public override double Link(double mean) => Math.Log(mean);

    public override double Variance(double mean) => mean;

    public override double UnitDeviance(double y, double m, double mean) => PoissonConstants.UnitDeviance(y, m, mean);

    public override double StartingMean(double y, double m) => y + 0.1;
}
