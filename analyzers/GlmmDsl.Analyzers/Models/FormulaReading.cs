using System.Collections.Concurrent;
using System.Collections.Immutable;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Models;

/// <summary>Reads a formula as far as possible: parsed, expanded, planned.</summary>
internal static class FormulaReading
{
    private const int MostKept = 4096;

    private static readonly ConcurrentDictionary<(string Formula, RowModel Row), (ModelTerms? Terms, DesignPlan? Plan, ImmutableArray<FormulaDiagnostic> Errors)> Kept = new();

    /// <summary>Reads a formula against a row type; for a name that is not a column, the members' symbols tell why.</summary>
    public static (ModelTerms? Terms, DesignPlan? Plan, ImmutableArray<FormulaDiagnostic> Errors) Of(string formula, RowModel row, ITypeSymbol rowType)
    {
        var reading = Of(formula, row);
        return reading.Errors.Any(error => error.Kind == FormulaErrorKind.UnknownColumn) ? Of(formula, new HintedColumnTypes(rowType, row)) : reading;
    }

    /// <summary>
    /// Reads a formula against a row type. The result is cached: at a keystroke all models of a file are read again, and most of them have not changed.
    /// </summary>
    public static (ModelTerms? Terms, DesignPlan? Plan, ImmutableArray<FormulaDiagnostic> Errors) Of(string formula, RowModel row)
    {
        if (Kept.TryGetValue((formula, row), out var reading))
        {
            return reading;
        }

        if (Kept.Count >= MostKept)
        {
            Kept.Clear();
        }

        return Kept.GetOrAdd((formula, row), Of(formula, new RowColumnTypes(row)));
    }

    /// <summary>Reads a formula against the columns it may name. A formula with errors at one stage does not reach the next.</summary>
    public static (ModelTerms? Terms, DesignPlan? Plan, ImmutableArray<FormulaDiagnostic> Errors) Of(string formula, IColumnTypes columns)
    {
        (ModelTerms? terms, ImmutableArray<FormulaDiagnostic> errors) = Of(formula);
        if (terms is null || !errors.IsEmpty)
        {
            return (terms, null, errors);
        }

        DesignPlanResult planned = DesignPlan.Create(terms, columns);
        return (terms, planned.Plan, planned.Diagnostics);
    }

    /// <summary>Reads a formula whose columns are not known.</summary>
    public static (ModelTerms? Terms, ImmutableArray<FormulaDiagnostic> Errors) Of(string formula)
    {
        FormulaParseResult parsed = FormulaParser.Parse(formula);
        if (parsed.Syntax is null || !parsed.Diagnostics.IsEmpty)
        {
            return (null, parsed.Diagnostics);
        }

        TermExpansion expansion = TermExpander.Expand(parsed.Syntax);
        return (expansion.Terms, expansion.Diagnostics);
    }
}
