using GlmmDsl.Analyzers.Edits;
using GlmmDsl.Analyzers.Models;
using GlmmDsl.Formulas;
using GlmmDsl.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace GlmmDsl.Analyzers.Facts;

/// <summary>GLMM109: the exposure as a predictor in a model of counts with a log link. Silent where the offset has it too.</summary>
internal sealed class ExposurePredictorRule() : FactRule(DiagnosticDescriptors.ExposurePredictor)
{
    /// <summary>Whether a model is one of counts with a log link.</summary>
    public static bool IsLogRate(DeclaredModel model) => FamilyFacts.IsOfCounts(model.Specification.Family) && model.Specification.Link == FamilyFacts.Log;

    /// <summary>Whether an offset, of the formula or of the attribute, has a column; also where the attribute's cannot be read.</summary>
    public static bool IsInOffset(DeclaredModel model, ModelTerms terms, string column)
    {
        string? offset = model.TextOf("Offset")?.Value;
        return terms.Offsets.SelectMany(FormulaWalk.Names).Any(name => name.Name == column)
            || (model.Named("Offset") is not null && (offset is null || FormulaReading.Of("~ " + offset) is not { Terms: { Syntax: { } syntax } } || FormulaWalk.Names(syntax).Any(name => name.Name == column)));
    }

    /// <inheritdoc/>
    protected override void Check(DeclaredModel model, DesignPlan plan, Action<Diagnostic> report)
    {
        if (!IsLogRate(model))
        {
            return;
        }

        foreach (PlanTerm term in plan.Fixed.Where(t => t.Factors.Length == 1 && !t.Factors[0].Variable.IsCategorical))
        {
            ExpressionSyntax expression = term.Factors[0].Variable.Variable.Expression;
            if (OneColumn(expression) is { } name
                && model.Row.Find(name) is { } column
                && column.Facts.Any(f => f.Kind == FactKind.Exposure)
                && !IsInOffset(model, plan.Terms, name))
            {
                string label = Nesting.Label(column);
                bool isAlone = plan.Fixed.Count(t => t.Factors.Any(f => FormulaWalk.Names(f.Variable.Variable.Expression).Any(n => n.Name == name))) == 1 && model.TextOf(term.Span) == term.Name;
                report(FormulaFixReport.Of(
                    model,
                    DiagnosticDescriptors.ExposurePredictor,
                    term.Span,
                    [isAlone ? new FormulaFix($"Write offset(log({label}))", new FormulaEdit(term.Span, $"offset(log({label}))")) : null],
                    name,
                    label));
            }
        }
    }

    private static string? OneColumn(ExpressionSyntax expression)
    {
        string[] names = FormulaWalk.Names(expression).Select(n => n.Name).Distinct().Take(2).ToArray();
        return names.Length == 1 ? names[0] : null;
    }
}
