using GlmmDsl.Analyzers.Shared;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers;

/// <summary>The rules on random effects.</summary>
internal static partial class DiagnosticDescriptors
{
    public static readonly DiagnosticDescriptor FloatingPointGroup = new(
        RuleIds.FloatingPointGroup,
        "Floating-point grouping column",
        "The column '{0}' is of type {1} and groups the rows by exact equality of its values: mark it [Factor] if its values are labels",
        RandomEffects,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Measured numbers are hardly ever equal, so that each row becomes a group of its own.",
        PagesFolder + RuleIds.FloatingPointGroup + ".md");

    public static readonly DiagnosticDescriptor CategoricalInDoubleBar = new(
        RuleIds.CategoricalInDoubleBar,
        "Categorical column inside a double bar",
        "'{0}' is categorical: '||' makes its columns independent here but not in lme4, and the fit depends on its reference level; write diag({1} | {2}) to say that it is meant",
        RandomEffects,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "What a double bar does to the columns of a factor differs between programs.",
        PagesFolder + RuleIds.CategoricalInDoubleBar + ".md");

    public static readonly DiagnosticDescriptor RepeatedIntercept = new(
        RuleIds.RepeatedIntercept,
        "Group has two random intercepts",
        "'{0}' gives the group '{1}' {2}",
        RandomEffects,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Only the sum of the two intercepts' variances is determined by the data.",
        PagesFolder + RuleIds.RepeatedIntercept + ".md");

    public static readonly DiagnosticDescriptor DuplicateRandomTerm = new(
        RuleIds.DuplicateRandomTerm,
        "Duplicate random term",
        "{0}, and the data determine only the sum of their variances: remove one of them",
        RandomEffects,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Only the sum of the variances of equal terms is determined by the data.",
        PagesFolder + RuleIds.DuplicateRandomTerm + ".md");

    public static readonly DiagnosticDescriptor SlopeWithoutFixedEffect = new(
        RuleIds.SlopeWithoutFixedEffect,
        "Random slope without its fixed effect",
        "The random slope of '{0}' varies about zero, because the fixed effects do not contain '{0}': add it to them",
        RandomEffects,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Random slopes are deviations from a mean slope; without the fixed effect the mean is taken to be zero.",
        PagesFolder + RuleIds.SlopeWithoutFixedEffect + ".md");

    public static readonly DiagnosticDescriptor FixedAndRandomFactor = new(
        RuleIds.FixedAndRandomFactor,
        "Factor that is fixed and random at once",
        "The fixed effect '{1}' gives each '{0}' a mean of its own, so that nothing is left for a random intercept: keep one of the two",
        RandomEffects,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The variance of a random intercept is not identified where the fixed effects hold the means of its groups.",
        PagesFolder + RuleIds.FixedAndRandomFactor + ".md");

    public static readonly DiagnosticDescriptor TimeStructure = new(
        RuleIds.TimeStructure,
        "Structure over time without a factor of times",
        "{0}",
        RandomEffects,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The columns of a structure over time are the levels of one factor in order, without an intercept.",
        PagesFolder + RuleIds.TimeStructure + ".md");

    public static readonly DiagnosticDescriptor IrregularTime = new(
        RuleIds.IrregularTime,
        "Structure over time on times at any distance",
        "'{0}' counts steps from one time to the next, and the values of '{1}' ({2}) can be at any distance: write the number of the visit, a column of whole numbers or an enum, in its place",
        RandomEffects,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Autoregressive and Toeplitz structures count steps between times, and know no distances.",
        PagesFolder + RuleIds.IrregularTime + ".md");

    public static readonly DiagnosticDescriptor ManyCovarianceParameters = new(
        RuleIds.ManyCovarianceParameters,
        "Many covariance parameters",
        "'{0}' has {1} columns and {2} variances and correlations, more than most data determine: write diag(..) for variances alone, or cs(..) for variances and one correlation",
        RandomEffects,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The number of correlations grows with the square of the number of columns.",
        PagesFolder + RuleIds.ManyCovarianceParameters + ".md");

    public static readonly DiagnosticDescriptor FewGroups = new(
        RuleIds.FewGroups,
        "Grouping factor of few levels",
        "'{0}' has {1} levels, too few to estimate a variance between them: make it a fixed effect",
        RandomEffects,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A variance estimated from fewer than five groups is hardly known.",
        PagesFolder + RuleIds.FewGroups + ".md");

    public static readonly DiagnosticDescriptor SwappedBar = new(
        RuleIds.SwappedBar,
        "Sides of a bar swapped",
        "The sides of '{0}' look swapped: what varies goes left of the bar, and the groups it varies between go right of it, ({2} | {1})",
        RandomEffects,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A random-effects term reads: these effects, for each of those groups.",
        PagesFolder + RuleIds.SwappedBar + ".md");
}
