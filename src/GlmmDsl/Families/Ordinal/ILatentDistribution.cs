namespace GlmmDsl.Families.Ordinal;

/// <summary>The distribution function F of a latent variable, with what the likelihood of an interval needs of it: P(Y ≤ j) = F(θ_j − η).</summary>
internal interface ILatentDistribution
{
    /// <summary>Whether log of every interval's probability is concave in its two ends: of densities that are log-concave (Prékopa 1973; Pratt 1981).</summary>
    static abstract bool IsLogConcave { get; }

    /// <summary>From where on an interval's probability is a difference of upper tails, and not of lower ones.</summary>
    static abstract double Middle { get; }

    /// <summary>log F(x) with three derivatives: the lowest category.</summary>
    static abstract LogProbability LogBelow(double x);

    /// <summary>log(1 − F(x)) with three derivatives: the highest category.</summary>
    static abstract LogProbability LogAbove(double x);

    /// <summary>F(x), which keeps its digits where it is small.</summary>
    static abstract double Below(double x);

    /// <summary>1 − F(x), likewise.</summary>
    static abstract double Above(double x);

    /// <summary>log f(x) of the density with its first two derivatives.</summary>
    static abstract LogDensity Density(double x);

    /// <summary>F⁻¹(p).</summary>
    static abstract double Quantile(double p);
}

/// <summary>log f(x), h = ∂log f/∂x and ∂h/∂x.</summary>
internal readonly record struct LogDensity(double Log, double Slope, double Curvature);
