namespace GlmmDsl.Families;

/// <summary>Three derivatives in η of a mean μ and of log μ.</summary>
internal readonly record struct MeanDerivatives(double Mean1, double Mean2, double Mean3, double Log1, double Log2, double Log3);

/// <summary>A link of a positive mean, μ(η).</summary>
internal interface IPositiveMeanLink
{
    /// <summary>Whether Poisson's observed information is never negative.</summary>
    static abstract bool IsObservedPositive { get; }

    /// <summary>A valid η of mean 0 with valid η on both sides; null when there is none.</summary>
    static abstract double? Pole { get; }

    /// <summary>Whether η gives a positive mean.</summary>
    static abstract bool IsValid(double eta);

    /// <summary>The derivatives at η.</summary>
    static abstract MeanDerivatives Evaluate(double eta);

    /// <summary>μ(η).</summary>
    static abstract double Mean(double eta);

    /// <summary>η(μ).</summary>
    static abstract double Link(double mean);

    /// <inheritdoc cref="LikelihoodKernel.NormalMean"/>
    static abstract AveragedMean? NormalMean(double eta, double variance);
}

/// <summary>μ = η².</summary>
internal readonly struct SqrtLink : IPositiveMeanLink
{
    public static bool IsObservedPositive => true;

    public static double? Pole => 0;

    public static bool IsValid(double eta) => true;

    public static MeanDerivatives Evaluate(double eta) =>
        new(2 * eta, 2, 0, 2 / eta, -2 / (eta * eta), 4 / (eta * eta * eta));

    public static double Mean(double eta) => eta * eta;

    public static double Link(double mean) => Math.Sqrt(mean);

    public static AveragedMean? NormalMean(double eta, double variance) => new((eta * eta) + variance, 2 * eta, 1);
}

/// <summary>μ = η, valid above 0.</summary>
internal readonly struct IdentityMeanLink : IPositiveMeanLink
{
    public static bool IsObservedPositive => true;

    public static double? Pole => null;

    public static bool IsValid(double eta) => eta > 0;

    public static MeanDerivatives Evaluate(double eta) =>
        new(1, 0, 0, 1 / eta, -1 / (eta * eta), 2 / (eta * eta * eta));

    public static double Mean(double eta) => eta;

    public static double Link(double mean) => mean;

    public static AveragedMean? NormalMean(double eta, double variance) => new(eta, 1, 0);
}
