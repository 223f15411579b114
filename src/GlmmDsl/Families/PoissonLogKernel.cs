using System.Runtime.Intrinsics;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Families;

/// <summary>Poisson rows with the log link, vectorised: s = m(y − μ), W_o = W_e = ∂W/∂η = mμ. V(μ) = μ.</summary>
internal sealed unsafe class PoissonLogKernel : VectorKernel
{
    public override bool IsCanonical => true;

    public override bool IsObservedPositive => true;

    public override double Constant(ReadOnlySpan<double> y, ReadOnlySpan<double> m) => PoissonConstants.LogSum(y, m);

    public override void Expected(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> expected)
    {
        for (int i = 0; i < eta.Length; i++)
        {
            expected[i] = m[i] * Math.Exp(eta[i]);
        }
    }

    public override void ExpectedDerivative(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> derivative) => Expected(eta, m, derivative);

    public override double LogDensity(double eta, double y, double m) => m * ((y * eta) - Math.Exp(eta));

    public override double Mean(double eta) => Math.Exp(eta);

    public override double MeanDerivative(double eta) => Math.Exp(eta);

    public override double Link(double mean) => Math.Log(mean);

    public override AveragedMean? NormalMean(double eta, double variance)
    {
        double mean = Math.Exp(eta + (variance / 2));
        return new(mean, mean, mean / 2);
    }

    public override double Variance(double mean) => mean;

    public override double UnitDeviance(double y, double m, double mean) => PoissonConstants.UnitDeviance(y, m, mean);

    public override double StartingMean(double y, double m) => y + 0.1;

    protected override double EvaluateVectors(
        ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score, Span<double> observed, Span<double> derivative)
    {
        Vector256<double> total = Vector256<double>.Zero;
        fixed (double* etas = eta, counts = y, sizes = m, scores = score, weights = observed, slopes = derivative)
        {
            for (int i = 0; i < eta.Length; i += Width)
            {
                Vector256<double> x = Vector256.Load(etas + i), mi = Vector256.Load(sizes + i), count = mi * Vector256.Load(counts + i);
                Vector256<double> weighted = mi * VectorFunctions.Exp(x);
                total += (count * x) - weighted;
                (count - weighted).Store(scores + i);
                weighted.Store(weights + i);
                weighted.Store(slopes + i);
            }
        }

        return Vector256.Sum(total);
    }

    protected override double ScoreVectors(ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score)
    {
        Vector256<double> total = Vector256<double>.Zero;
        fixed (double* etas = eta, counts = y, sizes = m, scores = score)
        {
            for (int i = 0; i < eta.Length; i += Width)
            {
                Vector256<double> x = Vector256.Load(etas + i), mi = Vector256.Load(sizes + i), count = mi * Vector256.Load(counts + i);
                Vector256<double> weighted = mi * VectorFunctions.Exp(x);
                total += (count * x) - weighted;
                (count - weighted).Store(scores + i);
            }
        }

        return Vector256.Sum(total);
    }
}
