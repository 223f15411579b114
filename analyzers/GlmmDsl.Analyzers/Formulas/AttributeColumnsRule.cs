using System.Collections.Immutable;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Analyzers.Text;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Formulas;

/// <summary>GLMM101 to GLMM104 in the other texts of a model attribute: <c>Weights</c> names a column, <c>Offset</c> is an expression.</summary>
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
    public override void Check(ModelDeclaration model, Action<Diagnostic> report)
    {
        if (model.RowType.TypeKind == TypeKind.Error)
        {
            return;
        }

        if (Text(model, "Weights") is { } weights)
        {
            CheckWeights(model.Row, weights, report);
        }

        if (Text(model, "Offset") is { } offset)
        {
            (_, _, ImmutableArray<FormulaDiagnostic> errors) = FormulaReading.Of(BeforeOffset + offset.Value + ")", new RowColumnTypes(model.Row));
            foreach (FormulaDiagnostic error in errors)
            {
                report(FormulaErrorReport.Of(error, offset, BeforeOffset.Length));
            }
        }
    }

    private static FormulaText? Text(ModelDeclaration model, string argument) =>
        model.Named(argument) is { } expression ? FormulaTextReader.Read(expression, model.SemanticModel, CancellationToken.None) : null;

    private static void CheckWeights(RowModel row, FormulaText weights, Action<Diagnostic> report)
    {
        TextSpan whole = new(0, weights.Value.Length);
        RowColumn? column = row.Find(weights.Value);
        if (column is null)
        {
            string? nearest = NearestName.Find(weights.Value, row.Columns.Select(c => c.Name));
            string remedy = nearest is null ? "" : $"; did you mean '{nearest}'?";
            report(FormulaErrorReport.Of(new FormulaDiagnostic(FormulaErrorKind.UnknownColumn, whole, $"There is no column '{weights.Value}' to weigh the rows by{remedy}", nearest), weights));
        }
        else if (column.Kind != ColumnKind.Numeric)
        {
            report(FormulaErrorReport.Of(new FormulaDiagnostic(FormulaErrorKind.ColumnType, whole, $"Weights are numbers, and the column '{column.Name}' is not numeric"), weights));
        }
    }
}
