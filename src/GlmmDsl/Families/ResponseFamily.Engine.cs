namespace GlmmDsl.Families;

/// <content>What the engine calls.</content>
public abstract partial class ResponseFamily
{
    /// <inheritdoc cref="IsLogConcave"/>
    internal bool HasSingleMode => IsLogConcave;

    /// <inheritdoc cref="LogDensity"/>
    internal T LogDensityOf<T>(ReadOnlySpan<T> eta, double y, double m)
        where T : struct, IJet<T> => LogDensity(eta, y, m);

    /// <inheritdoc cref="Refusal"/>
    internal string? RefusalOf(double y, double m) => Refusal(y, m);

    /// <inheritdoc cref="StartingMean"/>
    internal double StartingMeanOf(double y, double m) => StartingMean(y, m);

    /// <inheritdoc cref="Mean"/>
    internal double MeanOf(ReadOnlySpan<double> eta) => Mean(eta);

    /// <inheritdoc cref="Variance"/>
    internal double VarianceOf(ReadOnlySpan<double> eta) => Variance(eta);

    /// <inheritdoc cref="Cdf"/>
    internal double CdfOf(ReadOnlySpan<double> eta, double y, double m) => Cdf(eta, y, m);

    /// <inheritdoc cref="UpperTail"/>
    internal double UpperTailOf(ReadOnlySpan<double> eta, double y, double m) => UpperTail(eta, y, m);

    /// <inheritdoc cref="Sample"/>
    internal double SampleOf(Random random, ReadOnlySpan<double> eta, double m) => Sample(random, eta, m);
}
