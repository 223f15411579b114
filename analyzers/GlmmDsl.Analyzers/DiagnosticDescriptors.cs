using GlmmDsl.Formulas;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers;

/// <summary>The rules: identifier, text, severity and page of each, a file for each subject.</summary>
internal static partial class DiagnosticDescriptors
{
    /// <summary>Where the pages of the rules are, in the package and beside this file.</summary>
    public const string PagesFolder = "rules/";

    private const string Declarations = "GlmmDsl.Declarations";
    private const string Formulas = "GlmmDsl.Formulas";
    private const string RandomEffects = "GlmmDsl.RandomEffects";
    private const string Specifications = "GlmmDsl.Specifications";
    private const string Comparisons = "GlmmDsl.Comparisons";
    private const string Predictions = "GlmmDsl.Predictions";
    private const string Inference = "GlmmDsl.Inference";

    /// <summary>The rule to which an error of a formula belongs.</summary>
    public static DiagnosticDescriptor Of(FormulaErrorKind kind) =>
        kind switch
        {
            FormulaErrorKind.UnknownColumn => UnknownColumn,
            FormulaErrorKind.ColumnType => ColumnType,
            FormulaErrorKind.Function => Function,
            FormulaErrorKind.ResponseOnRight => ResponseOnRight,
            FormulaErrorKind.TimeStructure => TimeStructure,
            _ => FormulaSyntax,
        };
}
