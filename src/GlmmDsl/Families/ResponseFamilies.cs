using System.Collections.Immutable;
using GlmmDsl.Families.Dispersed;
using GlmmDsl.Families.Ordinal;

namespace GlmmDsl.Families;

/// <summary>All families.</summary>
internal static class ResponseFamilies
{
    /// <summary>The library's families, in the order of their enumeration.</summary>
    public static ImmutableArray<FamilyDefinition> All { get; } =
    [
        new GaussianFamily(FamilyConstants.Unit), new BinomialFamily(), new PoissonFamily(),
        new GammaFamily(FamilyConstants.Unit), new InverseGaussianFamily(FamilyConstants.Unit), new LognormalFamily(FamilyConstants.Unit),
        new StudentFamily(FamilyConstants.Unit), new TweedieFamily(new FamilyConstants(1, 1.5)), new BetaFamily(FamilyConstants.Unit), new BetaBinomialFamily(FamilyConstants.Unit),
        new NegativeBinomial2Family(FamilyConstants.Unit), new NegativeBinomial1Family(FamilyConstants.Unit), new GeneralizedPoissonFamily(FamilyConstants.Unit),
        new TruncatedPoissonFamily(), new TruncatedNegativeBinomial2Family(FamilyConstants.Unit), new TruncatedNegativeBinomial1Family(FamilyConstants.Unit),
        new CumulativeFamily(),
    ];

    /// <summary>What stands for a family of the program's own.</summary>
    public const Family Own = Family.Custom;

    /// <summary>The family of linear models.</summary>
    public static FamilyDefinition OfLinearModels { get; } = Of(Family.Gaussian);

    /// <summary>A family; its dispersion and shape are 1 until a fit binds it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such family.</exception>
    public static FamilyDefinition Of(Family family) =>
        All.FirstOrDefault(f => f.Family == family) ?? throw new ArgumentOutOfRangeException(nameof(family), family, "There is no such family.");
}
