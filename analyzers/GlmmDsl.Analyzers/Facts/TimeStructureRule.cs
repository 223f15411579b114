using System.Collections.Immutable;
using GlmmDsl.Analyzers.Formulas;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;
using TextSpan = GlmmDsl.Formulas.TextSpan;

namespace GlmmDsl.Analyzers.Facts;

/// <summary>
/// GLMM210: a structure over time, <c>ar1(..)</c> or <c>toep(..)</c>, that is not of one factor of times in order without an intercept. GLMM211: such a structure on a
/// column whose type holds times at any distance. Silent for enums, whole numbers, dates and labels with a declared order.
/// </summary>
internal sealed class TimeStructureRule : ModelRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.TimeStructure, DiagnosticDescriptors.IrregularTime);

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        // A date and time cannot be a column of a term, so that there is no plan; what is wrong with it as a time is said here.
        if (model.Terms is not { } terms || model.Formula is not { } formula || (model.Plan is null && !model.Errors.All(error => IsOfTime(model, error))))
        {
            return;
        }

        ImmutableArray<FormulaDiagnostic> byForm = TimeStructures.Find(terms);
        ImmutableArray<FormulaDiagnostic> faults = model.Plan is { } plan ? TimeStructures.Find(plan) : byForm;
        var reported = new HashSet<TextSpan>();
        foreach (RandomTerm term in terms.Random.Where(term => TimeStructures.IsOverTime(term.Structure) && reported.Add(term.Span)))
        {
            (Variable Variable, RowColumn Column)? time = TimeOf(model, term);
            bool isIrregular = time is { } found && IsIrregular(found.Column);
            if (isIrregular)
            {
                report(Diagnostic.Create(
                    DiagnosticDescriptors.IrregularTime, formula.Map(time!.Value.Variable.Expression.Span), model.TextOf(term.Span), time.Value.Column.Name, Literal(time.Value.Column)));
            }

            // Written as a factor, an irregular time is still one: only an intercept is another mistake.
            if ((isIrregular ? byForm : faults).FirstOrDefault(fault => Contains(term.Span, fault.Span)) is { } error)
            {
                report(FormulaErrorReport.Of(time is { Column.Value: ValueKind.Date } ? OfDate(error) : error, formula));
            }
            else if (!isIrregular && time is { } ordered && TimeFault.OrderOf(ordered.Column) is { } fault && !SwappedBarRule.IsSwapped(model, term))
            {
                report(Diagnostic.Create(
                    DiagnosticDescriptors.TimeStructure,
                    formula.Map(ordered.Variable.Expression.Span),
                    $"'{model.TextOf(term.Span)}' takes times in order, and '{ordered.Column.Name}' is not one: {fault}"));
            }
        }
    }

    /// <summary>Whether an error is about the column of a structure over time, of a type that only groups rows. GLMM211 says more about it.</summary>
    public static bool IsOfTime(DeclaredModel model, FormulaDiagnostic error) =>
        error.Kind == FormulaErrorKind.ColumnType
        && model.Terms is { } terms
        && terms.Random.Any(term => TimeStructures.IsOverTime(term.Structure) && TimeOf(model, term) is { Column.Value: ValueKind.Moment } time && Contains(time.Variable.Expression.Span, error.Span));

    /// <summary>Whether a place is inside a structure over time, about whose columns GLMM210 says all.</summary>
    public static bool IsTime(DeclaredModel model, TextSpan place) => model.Terms is { } terms && terms.Random.Any(term => TimeStructures.IsOverTime(term.Structure) && Contains(term.Span, place));

    /// <summary>The column of a term that is of one column, plain or as a factor.</summary>
    private static (Variable Variable, RowColumn Column)? TimeOf(DeclaredModel model, RandomTerm term) =>
        term.Terms is { Length: 1 } terms && terms[0].Variables is { Length: 1 } variables && new Nesting(model.Row).ColumnOf(variables[0]) is { } column ? (variables[0], column) : null;

    /// <summary>Whether two values can be at any distance. Labels that are listed have an order of their own.</summary>
    private static bool IsIrregular(RowColumn column) =>
        !column.AreLevelsKnown && column.Value is (ValueKind.Double or ValueKind.Single or ValueKind.Decimal or ValueKind.Moment);

    private static string Literal(RowColumn column)
    {
        string type = column.KeyTypeName;
        return type.Substring(type.LastIndexOf('.') + 1);
    }

    private static FormulaDiagnostic OfDate(FormulaDiagnostic error) => error with { Message = error.Message.Replace("' is a number:", "' is a number of days:") };

    private static bool Contains(TextSpan outer, TextSpan inner) => outer.Start <= inner.Start && inner.End <= outer.End;
}
