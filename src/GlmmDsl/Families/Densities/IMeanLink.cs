namespace GlmmDsl.Families.Densities;

/// <summary>The mean as a function of its linear predictor, for numbers with derivatives. Where η gives no mean of the family the results are NaN.</summary>
internal interface IMeanLink
{
    /// <summary>μ(η).</summary>
    static abstract T Mean<T>(in T eta)
        where T : struct, IJet<T>;

    /// <summary>log μ(η), of a positive mean.</summary>
    static abstract T LogMean<T>(in T eta)
        where T : struct, IJet<T>;

    /// <summary>∂μ/∂η.</summary>
    static abstract T Slope<T>(in T eta)
        where T : struct, IJet<T>;

    /// <summary>1 − μ(η), of a mean between 0 and 1.</summary>
    static abstract T Complement<T>(in T eta)
        where T : struct, IJet<T>;

    /// <summary>η(μ).</summary>
    static abstract double Link(double mean);

    /// <inheritdoc cref="LikelihoodKernel.Strip"/>
    static virtual double Strip => Math.PI;

    /// <inheritdoc cref="LikelihoodKernel.NormalMean"/>
    static virtual AveragedMean? NormalMean(double eta, double variance) => null;
}
