using GlmmDsl.Analyzers.Shared;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers;

/// <summary>The rules on formulas and their fixed effects.</summary>
internal static partial class DiagnosticDescriptors
{
    public static readonly DiagnosticDescriptor FormulaSyntax = new(
        RuleIds.FormulaSyntax,
        "Formula is not a model formula",
        "{0}",
        Formulas,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The text is not a valid formula, or is not a formula that a model can have.",
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

    public static readonly DiagnosticDescriptor DuplicateTerm = new(
        RuleIds.DuplicateTerm,
        "Duplicate term",
        "'{0}' is written twice, and the second one adds nothing: remove it, or write the term that was meant",
        Formulas,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "A model has each term once, however often it is written.",
        PagesFolder + RuleIds.DuplicateTerm + ".md");

    public static readonly DiagnosticDescriptor MissingMainEffects = new(
        RuleIds.MissingMainEffects,
        "Interaction without its main effects",
        "The interaction '{0}' stands without the main effects {1}: write '*' in place of ':' to have them too",
        Formulas,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "An interaction is a difference between effects; without them its meaning depends on where the columns have their zero.",
        PagesFolder + RuleIds.MissingMainEffects + ".md");

    public static readonly DiagnosticDescriptor Aliased = new(
        RuleIds.Aliased,
        "Fixed effect that another contains",
        "{0}",
        Formulas,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The columns of such an effect are sums of other columns, whatever the data: its coefficients cannot be estimated.",
        PagesFolder + RuleIds.Aliased + ".md");

    public static readonly DiagnosticDescriptor PowerOfColumn = new(
        RuleIds.PowerOfColumn,
        "Power of a single column outside I(..)",
        "'{0}' is '{1}' here, because '^' crosses terms with themselves: {2}",
        Formulas,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Outside a function '^' is an operator on terms, and a column crossed with itself is that column.",
        PagesFolder + RuleIds.PowerOfColumn + ".md");

    public static readonly DiagnosticDescriptor ArithmeticOfColumns = new(
        RuleIds.ArithmeticOfColumns,
        "Arithmetic of columns outside I(..)",
        "'{0}' {1}",
        Formulas,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Outside a function '/' nests terms and '-' removes them.",
        PagesFolder + RuleIds.ArithmeticOfColumns + ".md");

    public static readonly DiagnosticDescriptor TooManyMembers = new(
        RuleIds.TooManyMembers,
        "Too many columns for typed results",
        "{0}",
        Formulas,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "Typed results have a property for every column and correlation: beyond a limit the compiler would run out of memory on them.",
        PagesFolder + RuleIds.TooManyMembers + ".md");

    public static readonly DiagnosticDescriptor IdentifierAsNumber = new(
        RuleIds.IdentifierAsNumber,
        "Identifier as a numeric effect",
        "'{0}' {1} and enters as a number, with one slope along its values: {2}",
        Formulas,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "The numbers of identifiers are labels: their differences mean nothing.",
        PagesFolder + RuleIds.IdentifierAsNumber + ".md");

    public static readonly DiagnosticDescriptor SumTimesColumn = new(
        RuleIds.SumTimesColumn,
        "Sum of columns times a column outside I(..)",
        "'{0}' crosses terms, with a coefficient for each column and for each product of two; as one column the product is I({0})",
        Formulas,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "Outside a function '*' crosses terms.",
        PagesFolder + RuleIds.SumTimesColumn + ".md");

    public static readonly DiagnosticDescriptor DateAsNumber = new(
        RuleIds.DateAsNumber,
        "Date as a number of days",
        "'{0}' is a date, which enters the model as days since 1970-01-01: its slope is per day, and the intercept is the mean in 1970; count from a day that means something, I({0} - min({0}))",
        Formulas,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        "The zero and the unit of a predictor decide what the coefficients mean.",
        PagesFolder + RuleIds.DateAsNumber + ".md");
}
