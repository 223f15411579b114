using GlmmDsl.Analyzers.Shared;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers;

/// <summary>The rules on what is inferred and predicted from a fit.</summary>
internal static partial class DiagnosticDescriptors
{
    public static readonly DiagnosticDescriptor WaldOfVariance = new(
        RuleIds.WaldOfVariance,
        "Wald interval or test of a variance",
        "'{0}' has no Wald interval or test: the estimate of a variance is far from normal; profile the likelihood",
        Inference,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Standard deviations are skewed, and bounded by zero.",
        PagesFolder + RuleIds.WaldOfVariance + ".md");

    public static readonly DiagnosticDescriptor KenwardRogerOfOther = new(
        RuleIds.KenwardRogerOfOther,
        "Kenward and Roger's method asked of another fit than REML",
        "Kenward and Roger's method adjusts the covariance matrix of REML estimates of a linear model, and {0}",
        Inference,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The adjustment is an expansion about the REML estimates of the variances.",
        PagesFolder + RuleIds.KenwardRogerOfOther + ".md");

    public static readonly DiagnosticDescriptor TypeThreeWald = new(
        RuleIds.TypeThreeWald,
        "Type III Wald tests under treatment contrasts",
        "Type III Wald tests are those of the coding at hand: with treatment contrasts of '{1}' the test of '{0}' is of its effect at the reference level of '{1}' alone; use sum contrasts, the F tests or type II",
        Inference,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The terms inside an interaction mean what they seem to only under contrasts that sum to zero.",
        PagesFolder + RuleIds.TypeThreeWald + ".md");

    public static readonly DiagnosticDescriptor NewLevelOfFixedFactor = new(
        RuleIds.NewLevelOfFixedFactor,
        "New levels of a factor that is among the fixed effects too",
        "'{0}' sets the random effects of a new level of '{1}' to zero, but '{1}' is a factor of the fixed effects too, where a new level has no coefficient; leave it out of the fixed effects to predict for new levels",
        Predictions,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A level that the fit never saw has no coefficient.",
        PagesFolder + RuleIds.NewLevelOfFixedFactor + ".md");

    public static readonly DiagnosticDescriptor ZeroEffectsAsAverage = new(
        RuleIds.ZeroEffectsAsAverage,
        "Mean at zero random effects used as the population average",
        "'{0}' gives the {1} mean of a unit whose random effects are zero; with the {2} link the average over the population is a different number, which {3} gives",
        Predictions,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The mean of a non-linear function is not the function of the mean.",
        PagesFolder + RuleIds.ZeroEffectsAsAverage + ".md");

    public static readonly DiagnosticDescriptor LevelOutsideRange = new(
        RuleIds.LevelOutsideRange,
        "Confidence level outside (0, 1)",
        "The confidence level {0} is not between 0 and 1; {1}",
        Inference,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A level is a probability.",
        PagesFolder + RuleIds.LevelOutsideRange + ".md");

    public static readonly DiagnosticDescriptor WithoutSeed = new(
        RuleIds.WithoutSeed,
        "Random numbers without a fixed seed",
        "{0}: give it a fixed seed, so that the numbers can be had again",
        Inference,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "A result that cannot be had again cannot be checked.",
        PagesFolder + RuleIds.WithoutSeed + ".md");

    public static readonly DiagnosticDescriptor FoldsOfRows = new(
        RuleIds.FoldsOfRows,
        "Folds of rows for grouped data",
        "Folds of single rows put rows of one '{0}' on both sides, so that the scores tell nothing about new groups: divide the groups of '{0}' instead",
        Inference,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Rows of a group are alike: a model that has seen some of them predicts the others too well.",
        PagesFolder + RuleIds.FoldsOfRows + ".md");

    public static readonly DiagnosticDescriptor PairsWithoutAdjustment = new(
        RuleIds.PairsWithoutAdjustment,
        "Pairs of means without an adjustment",
        "{0} without an adjustment, and with many pairs some differ by chance: {1}",
        Inference,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The more tests, the more of them are significant by chance.",
        PagesFolder + RuleIds.PairsWithoutAdjustment + ".md");

    public static readonly DiagnosticDescriptor WithoutSphericity = new(
        RuleIds.WithoutSphericity,
        "Repeated-measures test without a sphericity correction",
        "This p value of {0} assumes sphericity, equal variances of all differences within subjects; without it the p value is too small: read 'Sphericity', and its corrected p values",
        Inference,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Without sphericity the F test of a term within subjects rejects too often.",
        PagesFolder + RuleIds.WithoutSphericity + ".md");
}
