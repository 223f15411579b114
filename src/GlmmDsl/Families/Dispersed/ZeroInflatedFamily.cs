namespace GlmmDsl.Families.Dispersed;

/// <summary>A family with structural zeros: with probability p the response is 0 whatever the family says. Means that are passed in are those of the family itself.</summary>
/// <param name="inner">The family without them.</param>
/// <param name="probability">p.</param>
internal sealed class ZeroInflatedFamily(FamilyDefinition inner, double probability) : FamilyDefinition(inner.Family, inner.Words, inner.RName, inner.Range, inner.Links)
{
    /// <summary>The probability of a structural zero as a mean, on the scale of the logit.</summary>
    public static LikelihoodKernel Probability { get; } = new BinomialLogitKernel();

    /// <inheritdoc/>
    public override bool HasDispersion => inner.HasDispersion;

    /// <inheritdoc/>
    public override bool HasVariance => inner.HasVariance;

    /// <inheritdoc/>
    public override string Label => inner.Label;

    /// <inheritdoc/>
    public override ResponseFamily? Definition => inner.Definition;

    /// <inheritdoc/>
    public override double ResponseMean(double mean) => (1 - probability) * inner.ResponseMean(mean);

    /// <inheritdoc/>
    /// <remarks>(1 − p)(V + pM²), M and V the mean and variance of the family itself.</remarks>
    public override double VarianceOf(double mean)
    {
        double own = inner.ResponseMean(mean);
        return (1 - probability) * (inner.VarianceOf(mean) + (probability * own * own));
    }

    /// <inheritdoc/>
    public override TailInterval Tails(double y, double m, double mean)
    {
        TailInterval own = inner is { IsContinuous: true } && y == 0 ? new TailInterval(0, 0, IsUpper: false) : inner.Refusal(y, m) is null ? inner.Tails(y, m, mean) : new TailInterval(0, 0, IsUpper: false);
        double share = 1 - probability;
        return own.IsUpper
            ? new TailInterval(y == 0 ? 1 : share * own.Before, share * own.After, IsUpper: true)
            : new TailInterval(y == 0 ? 0 : probability + (share * own.Before), probability + (share * own.After), IsUpper: false);
    }

    /// <inheritdoc/>
    public override string? Refusal(double y, double m) => y == 0 ? null : inner.Refusal(y, m);

    /// <inheritdoc/>
    public override double Draw(Random random, double mean, double m) => random.NextDouble() < probability ? 0 : inner.Draw(random, mean, m);

    /// <inheritdoc/>
    protected override LikelihoodKernel KernelOf(Link link) => inner.Kernel(link);

    /// <inheritdoc/>
    protected override PredictorsKernel PredictorsKernelOf(Link link) => new Densities.ZeroInflatedKernel(inner.PredictorsKernel(link), inner.Refusal(0, 1) is not null);

    /// <inheritdoc/>
    protected override double LatentVarianceOf(Link link, LatentVariance kind, double dispersion, Func<double> nullMean) => throw new InvalidOperationException(
        "With zero inflation a row has no variance on the scale of the linear predictor: intraclass correlation and R² are not defined.");
}
