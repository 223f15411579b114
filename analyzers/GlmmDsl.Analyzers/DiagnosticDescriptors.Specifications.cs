using GlmmDsl.Analyzers.Shared;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers;

/// <summary>The rules on family, link, weights and how a model is fitted.</summary>
internal static partial class DiagnosticDescriptors
{
    public static readonly DiagnosticDescriptor GaussianResponse = new(
        RuleIds.GaussianResponse,
        "Gaussian family on a response of two values",
        "The response '{0}' is {1}, and {2}: fit a binomial model",
        Specifications,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The mean of a response of two values is a probability: a straight line leaves [0, 1], and the variance is not constant.",
        PagesFolder + RuleIds.GaussianResponse + ".md");

    public static readonly DiagnosticDescriptor NonIntegerCounts = new(
        RuleIds.NonIntegerCounts,
        "Model of counts with a response that is not a count",
        "The response '{0}' is not a count, and a {1} model describes whole numbers from 0: {2}",
        Specifications,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A rate does not have the variance of a count, and a transformed count is transformed a second time by the link.",
        PagesFolder + RuleIds.NonIntegerCounts + ".md");

    public static readonly DiagnosticDescriptor FractionalBinomial = new(
        RuleIds.FractionalBinomial,
        "Binomial model of a proportion without its trials",
        "The response '{0}' is a proportion, and how much information it carries depends on the number of trials: write cbind(successes, failures), or {1}",
        Specifications,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A binomial likelihood needs successes and trials; a proportion alone says nothing about its precision.",
        PagesFolder + RuleIds.FractionalBinomial + ".md");

    public static readonly DiagnosticDescriptor WeightsWithoutKind = new(
        RuleIds.WeightsWithoutKind,
        "Weights of a generalised model without a kind",
        "The weights '{0}' of this {1} model can be read in two ways: use WeightKind to say whether they are {2}",
        Specifications,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Trials, frequencies and precision weights give different likelihoods.",
        PagesFolder + RuleIds.WeightsWithoutKind + ".md");

    public static readonly DiagnosticDescriptor RemlOfGeneralized = new(
        RuleIds.RemlOfGeneralized,
        "REML requested for a generalised model",
        "REML is the likelihood of a linear model's error contrasts, and a {0} model has none: fit by the Laplace approximation, {1}",
        Specifications,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Restricted maximum likelihood is defined for linear models.",
        PagesFolder + RuleIds.RemlOfGeneralized + ".md");

    public static readonly DiagnosticDescriptor QuadratureOfSeveralGroups = new(
        RuleIds.QuadratureOfSeveralGroups,
        "Quadrature over several grouping factors",
        "The model has {0} grouping factors ({1}), and adaptive quadrature integrates over one: fit by the Laplace approximation, which takes any number",
        Specifications,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "With several grouping factors the likelihood is not a product of integrals of few dimensions.",
        PagesFolder + RuleIds.QuadratureOfSeveralGroups + ".md");

    public static readonly DiagnosticDescriptor LinkRange = new(
        RuleIds.LinkRange,
        "Link whose range the mean can leave",
        "With the {1} link the mean of a {0} model can {2}, where there is no likelihood; the {3} link keeps it in its range",
        Specifications,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "Some values of the linear predictor give no valid mean of the family.",
        PagesFolder + RuleIds.LinkRange + ".md");

    public static readonly DiagnosticDescriptor ConflictingSettings = new(
        RuleIds.ConflictingSettings,
        "Family, link and weights that do not go together",
        "{0}",
        Specifications,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Such a model is refused at run time, whatever its rows.",
        PagesFolder + RuleIds.ConflictingSettings + ".md");

    public static readonly DiagnosticDescriptor OrderedResponse = new(
        RuleIds.OrderedResponse,
        "Ordered categories under a family that is not ordinal",
        "The response '{0}' has ordered categories ({1}), and a {2} model explains {3}: fit a cumulative model",
        Specifications,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The codes of ordered categories are no amounts. A cumulative model explains their order alone.",
        PagesFolder + RuleIds.OrderedResponse + ".md");

    public static readonly DiagnosticDescriptor UnorderedResponse = new(
        RuleIds.UnorderedResponse,
        "Cumulative model of a response without an order",
        "The response '{0}' {1}, and a cumulative model explains ordered categories: {2}",
        Specifications,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The model's thresholds divide categories from the lowest to the highest.",
        PagesFolder + RuleIds.UnorderedResponse + ".md");

    public static readonly DiagnosticDescriptor OwnFamily = new(
        RuleIds.OwnFamily,
        "Family of one's own that cannot be used",
        "'{0}' {1}",
        Specifications,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The generated code makes the family by its constructor without parameters.",
        PagesFolder + RuleIds.OwnFamily + ".md");

    public static readonly DiagnosticDescriptor ResponseRange = new(
        RuleIds.ResponseRange,
        "Response whose type excludes the family",
        "The response '{0}' is {1}, and a response of the {2} family is {3}: {4}",
        Specifications,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "No rows can make such a model: the values that the type has are not the family's.",
        PagesFolder + RuleIds.ResponseRange + ".md");
}
