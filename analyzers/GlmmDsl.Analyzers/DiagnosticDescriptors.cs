using GlmmDsl.Analyzers.Shared;
using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers;

/// <summary>The rules: identifier, text, severity and page of each.</summary>
internal static class DiagnosticDescriptors
{
    /// <summary>Where the pages of the rules stand in the repository.</summary>
    public const string PagesFolder = "analyzers/GlmmDsl.Analyzers/rules/";

    private const string Declarations = "GlmmDsl.Declarations";
    private const string Formulas = "GlmmDsl.Formulas";
    private const string RandomEffects = "GlmmDsl.RandomEffects";
    private const string Comparisons = "GlmmDsl.Comparisons";

    public static readonly DiagnosticDescriptor ModelClass = new(
        RuleIds.ModelClass,
        "Model class cannot be completed",
        "The model class '{0}' {1}",
        Declarations,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The generator writes the other part of a model class, which holds nothing of the user's but functions for the formula.",
        PagesFolder + RuleIds.ModelClass + ".md");

    public static readonly DiagnosticDescriptor RowType = new(
        RuleIds.RowType,
        "Row type cannot be used",
        "The row type '{0}' {1}",
        Declarations,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The columns of a model are the public readable properties and fields of its row type.",
        PagesFolder + RuleIds.RowType + ".md");

    public static readonly DiagnosticDescriptor MissingValuesPolicy = new(
        RuleIds.MissingValuesPolicy,
        "Nullable column without a missing-value policy",
        "The model uses {0} and does not say what becomes of rows without a value: state Missing = MissingValues.Omit, or MissingValues.Fail to have the fit throw",
        Declarations,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Leaving rows out is a statistical decision, and stopping at the first one a practical one: the model should say which was taken.",
        PagesFolder + RuleIds.MissingValuesPolicy + ".md");

    public static readonly DiagnosticDescriptor FormulaSyntax = new(
        RuleIds.FormulaSyntax,
        "Formula is not that of a model",
        "{0}",
        Formulas,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The text is not a formula of the language, or not one of a model.",
        PagesFolder + RuleIds.FormulaSyntax + ".md");

    public static readonly DiagnosticDescriptor UnknownColumn = new(
        RuleIds.UnknownColumn,
        "Unknown column",
        "{0}",
        Formulas,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The formula names a column that the row type does not have.",
        PagesFolder + RuleIds.UnknownColumn + ".md");

    public static readonly DiagnosticDescriptor ColumnType = new(
        RuleIds.ColumnType,
        "Column type cannot enter a model",
        "{0}",
        Formulas,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The column's type is neither a number nor a factor in the role the formula gives it.",
        PagesFolder + RuleIds.ColumnType + ".md");

    public static readonly DiagnosticDescriptor Function = new(
        RuleIds.Function,
        "Unknown function or wrong arguments",
        "{0}",
        Formulas,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The formula calls a function that does not exist, or with arguments it does not take.",
        PagesFolder + RuleIds.Function + ".md");

    public static readonly DiagnosticDescriptor ResponseOnRight = new(
        RuleIds.ResponseOnRight,
        "Response on the right-hand side",
        "{0}",
        Formulas,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "A response that predicts itself leaves nothing to model.",
        PagesFolder + RuleIds.ResponseOnRight + ".md");

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
        "'{0}' gives the group '{1}' a second random intercept beside '{2}': their variances cannot be told apart; merge the terms, or write 0 + in one of them",
        RandomEffects,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Only the sum of the two intercepts' variances is determined by the data.",
        PagesFolder + RuleIds.RepeatedIntercept + ".md");

    public static readonly DiagnosticDescriptor DuplicateRandomTerm = new(
        RuleIds.DuplicateRandomTerm,
        "Duplicate random term",
        "'{0}' repeats the random effects ({1}) of '{2}': remove one of them",
        RandomEffects,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Only the sum of the variances of equal terms is determined by the data.",
        PagesFolder + RuleIds.DuplicateRandomTerm + ".md");

    public static readonly DiagnosticDescriptor SlopeWithoutFixedEffect = new(
        RuleIds.SlopeWithoutFixedEffect,
        "Random slope without its fixed effect",
        "The random slope of '{0}' varies about zero, because the fixed effects do not hold '{0}': add it to them",
        RandomEffects,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Random slopes are deviations from a mean slope; without the fixed effect the mean is taken to be zero.",
        PagesFolder + RuleIds.SlopeWithoutFixedEffect + ".md");

    public static readonly DiagnosticDescriptor RemlAcrossFixedEffects = new(
        RuleIds.RemlAcrossFixedEffects,
        "REML criteria of different fixed effects compared",
        "{0} of the REML fits of {1} cannot be compared: {2}; REML leaves the fixed effects out of the likelihood, so that each is the likelihood of other data; refit both by ML",
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

    /// <summary>The rule to which an error of a formula belongs.</summary>
    public static DiagnosticDescriptor Of(FormulaErrorKind kind) =>
        kind switch
        {
            FormulaErrorKind.UnknownColumn => UnknownColumn,
            FormulaErrorKind.ColumnType => ColumnType,
            FormulaErrorKind.Function => Function,
            FormulaErrorKind.ResponseOnRight => ResponseOnRight,
            _ => FormulaSyntax,
        };
}
