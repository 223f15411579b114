using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Text;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>GLMM101 to GLMM104 in the other texts of a model attribute: <c>Weights</c> and <c>Trials</c> name columns, <c>Offset</c> is an expression, <c>Contrasts</c> gives columns codings.</summary>
internal sealed class AttributeColumnsRule : ModelRule
{
    private const string BeforeOffset = "~ 1 + offset(";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(
        DiagnosticDescriptors.FormulaSyntax,
        DiagnosticDescriptors.UnknownColumn,
        DiagnosticDescriptors.ColumnType,
        DiagnosticDescriptors.Function);

    /// <inheritdoc/>
    public override void Check(DeclaredModel model, Action<Diagnostic> report)
    {
        if (model.RowType.TypeKind == TypeKind.Error || !model.HasColumns)
        {
            return;
        }

        if (model.TextOf("Weights") is { } weights)
        {
            CheckNumbers(model.Row, weights, "to weight the rows by", "Weights", report);
        }

        if (model.TextOf("Trials") is { } trials)
        {
            CheckNumbers(model.Row, trials, "to take the numbers of trials from", "Trials", report);
        }

        if (model.TextOf("Contrasts") is { Value.Length: > 0 } contrasts)
        {
            CheckContrasts(model, contrasts, report);
        }

        if (model.TextOf("Offset") is { } offset)
        {
            foreach (FormulaDiagnostic error in ReadOffset(model, offset.Value).Errors)
            {
                report(FormulaErrorReport.Of(error, offset, BeforeOffset.Length));
            }
        }
    }

    /// <summary>An offset as it would be in a formula: its columns, where it has no errors.</summary>
    public static (DesignPlan? Plan, ImmutableArray<FormulaDiagnostic> Errors) ReadOffset(DeclaredModel model, string offset)
    {
        (_, DesignPlan? plan, ImmutableArray<FormulaDiagnostic> errors) = FormulaReading.Of(BeforeOffset + offset + ")", model.Row, model.RowType);
        return (plan, errors);
    }

    /// <summary>A coding is R's function of that name without its <c>contr.</c>, so that an unknown one is an unknown function.</summary>
    private static void CheckContrasts(DeclaredModel model, FormulaText contrasts, Action<Diagnostic> report)
    {
        foreach (ContrastItem item in ContrastItems.Read(contrasts.Value))
        {
            if (ErrorIn(item, model) is { } error)
            {
                report(FormulaErrorReport.Of(error, contrasts));
            }
        }
    }

    private static FormulaDiagnostic? ErrorIn(ContrastItem item, DeclaredModel model)
    {
        string codings = string.Join(", ", ContrastItems.CodingNames);
        if (item.Name.Length == 0 || item.CodingName is null)
        {
            return new FormulaDiagnostic(FormulaErrorKind.Syntax, item.NameSpan, $"Contrasts are written as column and coding, \"Arm=sum, Dose=poly\"; the codings are {codings}");
        }

        if (model.Row.Find(item.Name) is not { } column)
        {
            return Unknown(FormulaErrorKind.UnknownColumn, item.NameSpan, $"There is no column '{item.Name}' to give a coding", NearestName.FindOnly(item.Name, model.Row.Columns.Select(c => c.Name)));
        }

        if (item.Coding is null)
        {
            return Unknown(FormulaErrorKind.Function, item.CodingSpan, $"There is no coding '{item.CodingName}'; the codings are {codings}", NearestName.FindOnly(item.CodingName, ContrastItems.CodingNames));
        }

        return model.Plan is { } plan && column.Kind == ColumnKind.Numeric && !plan.Variables.Any(v => v.IsCategorical && FormulaWalk.Names(v.Variable.Expression).Any(n => n.Name == item.Name))
            ? new FormulaDiagnostic(FormulaErrorKind.ColumnType, item.NameSpan, $"Codings are for factors, and '{item.Name}' is a number in this model: mark it [Factor], or leave it out of Contrasts")
            : null;
    }

    private static FormulaDiagnostic Unknown(FormulaErrorKind kind, TextSpan span, string message, string? nearest) =>
        new(kind, span, message + (nearest is null ? "" : $"; did you mean '{nearest}'?"), nearest);

    private static void CheckNumbers(RowModel row, FormulaText name, string purpose, string what, Action<Diagnostic> report)
    {
        TextSpan whole = new(0, name.Value.Length);
        RowColumn? column = row.Find(name.Value);
        if (column is null && IsExpression(name.Value))
        {
            // The column in it must not be suggested alone: 1/Exposure weights the rows the other way round.
            report(FormulaErrorReport.Of(
                new FormulaDiagnostic(FormulaErrorKind.UnknownColumn, whole, $"'{what}' names a column, and '{name.Value}' is an expression: compute it in a property of the row type and name the property"), name));
        }
        else if (column is null)
        {
            report(FormulaErrorReport.Of(
                Unknown(FormulaErrorKind.UnknownColumn, whole, $"There is no column '{name.Value}' {purpose}", NearestName.FindOnly(name.Value, row.Columns.Select(c => c.Name))), name));
        }
        else if (column.Kind != ColumnKind.Numeric)
        {
            report(FormulaErrorReport.Of(new FormulaDiagnostic(FormulaErrorKind.ColumnType, whole, $"{what} are numbers, and the column '{column.Name}' is not numeric"), name));
        }
    }

    private static bool IsExpression(string text) =>
        FormulaParser.Parse("~ " + text) is { Syntax.Right: not NameSyntax } && text.Any(c => !char.IsLetterOrDigit(c) && c is not ('_' or '.' or ' ' or '`'));
}
