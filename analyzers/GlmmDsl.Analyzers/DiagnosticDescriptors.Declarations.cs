using GlmmDsl.Analyzers.Shared;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers;

/// <summary>The rules on what a model class and its row type declare.</summary>
internal static partial class DiagnosticDescriptors
{
    public static readonly DiagnosticDescriptor ModelClass = new(
        RuleIds.ModelClass,
        "Model class cannot be completed",
        "The model class '{0}' {1}",
        Declarations,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        "The generator writes the other part of a model class; your part holds nothing but functions for the formula.",
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
        "The model uses {0} and does not say what happens to rows without a value: state Missing = MissingValues.Omit, or MissingValues.Fail to have the fit throw",
        Declarations,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        "Leaving rows out is a statistical decision, and stopping at the first one a practical one: the model should say which was taken.",
        PagesFolder + RuleIds.MissingValuesPolicy + ".md");
}
