using System.Collections.Immutable;

namespace GlmmDsl.Generators.Configuration;

/// <summary>A way to fit a model, with its own method and its own type of fit.</summary>
internal enum FitWay
{
    /// <summary>A linear model by restricted maximum likelihood.</summary>
    Reml,

    /// <summary>A linear model by maximum likelihood.</summary>
    Ml,

    /// <summary>A generalised model by the Laplace approximation.</summary>
    Laplace,

    /// <summary>A generalised model by adaptive Gauss–Hermite quadrature.</summary>
    Quadrature,

    /// <summary>A generalised model by the Laplace approximation with the coefficients profiled inside the inner problem.</summary>
    Fast,
}

/// <summary>The ways in which models are fitted.</summary>
internal static class FitWays
{
    private static readonly ImmutableArray<FitWay> Linear = ImmutableArray.Create(FitWay.Reml, FitWay.Ml);
    private static readonly ImmutableArray<FitWay> MaximumLikelihood = ImmutableArray.Create(FitWay.Ml);
    private static readonly ImmutableArray<FitWay> Generalized = ImmutableArray.Create(FitWay.Laplace, FitWay.Quadrature, FitWay.Fast);

    /// <summary>The ways of a model, the usual one first.</summary>
    public static ImmutableArray<FitWay> Of(ModelDeclaration declaration) => declaration.IsGeneralized ? Generalized : declaration.HasResidual ? Linear : MaximumLikelihood;
}
