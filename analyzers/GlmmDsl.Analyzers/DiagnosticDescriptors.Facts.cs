using GlmmDsl.Analyzers.Shared;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers;

/// <summary>The rules on facts that row types declare.</summary>
internal static partial class DiagnosticDescriptors
{
    public static readonly DiagnosticDescriptor ExposurePredictor = new(
        RuleIds.ExposurePredictor,
        "Exposure as a predictor of a rate",
        "'{0}' is declared [Exposure], what the counts are counted over, but its coefficient is estimated here: write offset(log({1})), so that the model is one of counts per unit of it",
        Formulas,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "With a log link, the offset log(exposure) makes the coefficients those of a rate.",
        PagesFolder + RuleIds.ExposurePredictor + ".md");

    public static readonly DiagnosticDescriptor UnusedFact = new(
        RuleIds.UnusedFact,
        "Declared weights, trials or exposure left out",
        "The row type declares '{0}' {1}, and this model leaves it out: {2}",
        Specifications,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "A row type says what its columns are for; a model that leaves one out may have forgotten it.",
        PagesFolder + RuleIds.UnusedFact + ".md");

    public static readonly DiagnosticDescriptor FactOfNoColumn = new(
        RuleIds.FactOfNoColumn,
        "Declared fact names no other column",
        "[{0}]: {1}",
        Declarations,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A fact about two columns can be checked only if both are columns of the row type.",
        PagesFolder + RuleIds.FactOfNoColumn + ".md");

    public static readonly DiagnosticDescriptor TimeType = new(
        RuleIds.TimeType,
        "Declared time that is no time",
        "'{0}' is declared [Time], but {1}",
        Declarations,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A time is a number, a date, or a factor whose levels are in order, and a unit that is followed over time has several.",
        PagesFolder + RuleIds.TimeType + ".md");

    public static readonly DiagnosticDescriptor TimeAsResponse = new(
        RuleIds.TimeAsResponse,
        "Declared time as the response",
        "'{0}' is declared [Time], when its row was measured, and this model explains it: write what was measured before '~', and '{0}' after it",
        Formulas,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "The time of a measurement is set by the plan of a study and is a predictor.",
        PagesFolder + RuleIds.TimeAsResponse + ".md");

    public static readonly DiagnosticDescriptor ConstantSlope = new(
        RuleIds.ConstantSlope,
        "Random slope of a column that is constant in each group",
        "'{0}' has one value in each level of {1}, as the row type declares, so no level has a slope of it: take it out of {2}",
        RandomEffects,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A slope is estimated from rows of one group that differ in the column.",
        PagesFolder + RuleIds.ConstantSlope + ".md");

    public static readonly DiagnosticDescriptor RepeatedLabels = new(
        RuleIds.RepeatedLabels,
        "Labels that repeat in another column",
        "The labels of '{0}' are given anew in each level of '{1}', as [NestedIn] declares, so equal labels are different units and become one group here: write {2}",
        RandomEffects,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A grouping factor must have one level for each unit.",
        PagesFolder + RuleIds.RepeatedLabels + ".md");

    public static readonly DiagnosticDescriptor ReversedNesting = new(
        RuleIds.ReversedNesting,
        "Nesting written the other way round",
        "{0} nests the other way round: '{1}' lies in '{2}', as [NestedIn] declares; write {3}",
        RandomEffects,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "In a/b the levels of b lie in those of a.",
        PagesFolder + RuleIds.ReversedNesting + ".md");

    public static readonly DiagnosticDescriptor RowKeyEffect = new(
        RuleIds.RowKeyEffect,
        "Random effect of each row in a Gaussian model",
        "{0} gives each row a random effect, as {1}, and the residual is one already: the two variances cannot be told apart; {2}",
        RandomEffects,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The sum of two normal errors of a row is one normal error.",
        PagesFolder + RuleIds.RowKeyEffect + ".md");
}
