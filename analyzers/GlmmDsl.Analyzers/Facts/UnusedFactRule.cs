using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using SourceSpan = Microsoft.CodeAnalysis.Text.TextSpan;

namespace GlmmDsl.Analyzers.Facts;

/// <summary>GLMM116: a row type declares weights, trials or an exposure, and a model that they belong to leaves them out.</summary>
internal sealed class UnusedFactRule() : FactRule(DiagnosticDescriptors.UnusedFact)
{
    /// <inheritdoc/>
    protected override void Check(DeclaredModel model, DesignPlan plan, Action<Diagnostic> report)
    {
        var used = new HashSet<string>(plan.ColumnsUsed, StringComparer.Ordinal);
        foreach (RowColumn column in model.Row.Columns.Items.Where(c => !used.Contains(c.Name)))
        {
            foreach (ColumnFact fact in column.Facts)
            {
                switch (fact.Kind)
                {
                    case FactKind.Weights when model.Specification.Lacks("Weights") && model.Specification.Lacks("Trials"):
                        Report(model, column, "[Weights]", $"Weights = {NameOf(model, column)}", report);
                        break;
                    case FactKind.Trials when TakesTrials(model, plan):
                        Report(model, column, "[Trials]", $"Trials = {NameOf(model, column)}", report);
                        break;
                    case FactKind.Exposure when ExposurePredictorRule.IsLogRate(model) && !ExposurePredictorRule.IsInOffset(model, plan.Terms, column.Name):
                        ReportExposure(model, plan, column, report);
                        break;
                }
            }
        }
    }

    /// <summary>Whether the response is a proportion of trials that the model does not have. GLMM303 speaks of quotients in the formula itself.</summary>
    private static bool TakesTrials(DeclaredModel model, DesignPlan plan) =>
        FamilyFacts.IsOfTrials(model.Specification.Family)
        && model.Specification.Lacks("Trials")
        && model.Specification.Lacks("Weights")
        && plan.Terms.Response is { } response
        && FormulaWalk.Unwrap(response.Expression) is NameSyntax name
        && model.Row.Find(name.Name) is { Value: ValueKind.Double or ValueKind.Single or ValueKind.Decimal };

    private static void Report(DeclaredModel model, RowColumn column, string fact, string setting, Action<Diagnostic> report)
    {
        SourceFix? fix = model.Specification.InsertionPoint is { } place ? new SourceFix($"Add {setting}", new TextChange(new SourceSpan(place, 0), ", " + setting)) : null;
        report(SourceFix.Report(DiagnosticDescriptors.UnusedFact, model.Attribute.Name.GetLocation(), [fix], column.Name, fact, $"add {setting}"));
    }

    private static void ReportExposure(DeclaredModel model, DesignPlan plan, RowColumn column, Action<Diagnostic> report)
    {
        string offset = $"offset(log({Nesting.Label(column)}))";
        int end = plan.Terms.Syntax.Right.Span.End;
        SourceFix? fix = SourceFix.In(model.Formula, new FormulaFix($"Add {offset}", FormulaEdits.Insert(end, " + " + offset)));
        report(SourceFix.Report(DiagnosticDescriptors.UnusedFact, model.Attribute.Name.GetLocation(), [fix], column.Name, "[Exposure]", $"add {offset} to the formula"));
    }

    private static string NameOf(DeclaredModel model, RowColumn column) =>
        column.Name == column.Member ? $"nameof({model.RowTypeSyntax}.{column.Member})" : $"\"{column.Name}\"";
}
