namespace GlmmDsl.Families;

/// <summary>
/// Normal rows with the identity link and dispersion 1: log f = −m(y − η)²/2, s = m(y − η), W_o = W_e = m, V(μ) = 1. The dispersion σ² stands outside: it
/// divides log f, score and information.
/// </summary>
internal sealed class GaussianIdentityKernel : LikelihoodKernel
{
    public override bool IsCanonical => true;

    public override bool IsObservedPositive => true;

    public override double Constant(ReadOnlySpan<double> y, ReadOnlySpan<double> m)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
        {
            sum += 0.5 * Math.Log(m[i] / (2 * Math.PI));
        }

        return sum;
    }

    public override double Evaluate(
        ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score, Span<double> observed, Span<double> derivative)
    {
        Expected(eta, m, observed);
        derivative[..eta.Length].Clear();
        return Score(eta, y, m, score);
    }

    public override double Score(ReadOnlySpan<double> eta, ReadOnlySpan<double> y, ReadOnlySpan<double> m, Span<double> score)
    {
        double sum = 0;
        for (int i = 0; i < eta.Length; i++)
        {
            score[i] = m[i] * (y[i] - eta[i]);
            sum += LogDensity(eta[i], y[i], m[i]);
        }

        return sum;
    }

    public override void Expected(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> expected) => m[..eta.Length].CopyTo(expected);

    public override void ExpectedDerivative(ReadOnlySpan<double> eta, ReadOnlySpan<double> m, Span<double> derivative) => derivative[..eta.Length].Clear();

    public override double LogDensity(double eta, double y, double m) => -0.5 * m * (y - eta) * (y - eta);

    public override double Mean(double eta) => eta;

    public override double MeanDerivative(double eta) => 1;

    public override double Link(double mean) => mean;

    public override AveragedMean? NormalMean(double eta, double variance) => new(eta, 1, 0);

    public override double Variance(double mean) => 1;

    public override double UnitDeviance(double y, double m, double mean) => m * (y - mean) * (y - mean);

    public override double RootDeviance(double y, double m, double mean) => Math.Sqrt(m) * Math.Abs(y - mean);

    public override double StartingMean(double y, double m) => y;
}
