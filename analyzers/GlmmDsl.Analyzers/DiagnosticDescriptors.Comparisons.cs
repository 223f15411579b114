using GlmmDsl.Analyzers.Shared;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers;

/// <summary>The rules on comparisons of fits.</summary>
internal static partial class DiagnosticDescriptors
{
    public static readonly DiagnosticDescriptor RemlAcrossFixedEffects = new(
        RuleIds.RemlAcrossFixedEffects,
        "REML criteria of different fixed effects compared",
        "{0} of the REML fits of {1} cannot be compared: {2}; REML leaves the fixed effects out of the likelihood, so that the two are likelihoods of different data; refit both by ML",
        Comparisons,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The restricted likelihood is that of the data with the fixed effects projected out; it is one likelihood only for equal fixed effects.",
        PagesFolder + RuleIds.RemlAcrossFixedEffects + ".md");

    public static readonly DiagnosticDescriptor MlAgainstReml = new(
        RuleIds.MlAgainstReml,
        "ML criterion compared with a REML one",
        "{0} of the {1} and of the {2} cannot be compared: the one is a likelihood of the data, the other of the data with the fixed effects projected out; refit both by ML",
        Comparisons,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A likelihood and a restricted likelihood measure different things.",
        PagesFolder + RuleIds.MlAgainstReml + ".md");

    public static readonly DiagnosticDescriptor NotNested = new(
        RuleIds.NotNested,
        "Likelihood-ratio test of models that are not nested",
        "The models are not nested, so that the likelihood ratio has no chi-square distribution: only {0} has {1}, and only {2} has {3}; compare them by AIC or BIC",
        Comparisons,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A likelihood ratio tests a model against one that contains it.",
        PagesFolder + RuleIds.NotNested + ".md");

    public static readonly DiagnosticDescriptor PlainPValueAtBoundary = new(
        RuleIds.PlainPValueAtBoundary,
        "Plain chi-square for a variance at its boundary",
        "The smaller model sets a variance to zero, the boundary of its range, where the plain chi-square's p value is too large; read 'MixturePValue', or bootstrap the test",
        Comparisons,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Half of the time a variance that is zero is estimated as zero.",
        PagesFolder + RuleIds.PlainPValueAtBoundary + ".md");

    public static readonly DiagnosticDescriptor AcrossResponses = new(
        RuleIds.AcrossResponses,
        "Criteria compared that measure different things",
        "{0} of {1} cannot be compared: {2}",
        Comparisons,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Likelihoods are comparable only as likelihoods of one response, in the same rows with the same weights, made in one way.",
        PagesFolder + RuleIds.AcrossResponses + ".md");

    public static readonly DiagnosticDescriptor MlCriteriaOfRandomEffects = new(
        RuleIds.MlCriteriaOfRandomEffects,
        "Random effects chosen by the criteria of ML fits",
        "{0} of the ML fits of {1} choose between random effects: {2}",
        Comparisons,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "Maximum likelihood underestimates variances, and a variance at zero makes criteria too large.",
        PagesFolder + RuleIds.MlCriteriaOfRandomEffects + ".md");
}
