using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using FamilyFacts = GlmmDsl.Formulas.FamilyFacts;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>GLMM305 on the options of a fit at run time: REML beside a family that has no restricted likelihood.</summary>
internal sealed class RemlOptionRule : SpecificationRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.RemlOfGeneralized);

    /// <inheritdoc/>
    public override bool NeedsFormula => false;

    /// <inheritdoc/>
    public override void Check(Specification specification, Action<Diagnostic> report)
    {
        if ((specification.IsGeneralized || specification.HasDispersionFormula) && specification.Find("Method") is { Member: "Reml", Expression: { } expression, Whole: { } whole })
        {
            report(SourceFix.Report(DiagnosticDescriptors.RemlOfGeneralized, expression.GetLocation(), [Laplace(specification, whole)], specification.IsGeneralized ? FamilyFacts.InWords(specification.Family!) : "heteroscedastic", "and leave the method out"));
        }
    }

    private static SourceFix? Laplace(Specification specification, SyntaxNode assignment)
    {
        string approximation = specification.NameOf("Approximation");
        return specification.Find("Approximation") is null
            ? new SourceFix("Fit by the Laplace approximation", new TextChange(assignment.Span, $"Approximation = {approximation}.Laplace"))
            : Without(assignment) is { } span ? new SourceFix("Leave the method out", new TextChange(span, "")) : null;
    }

    /// <summary>The assignment with the comma that separates it from its neighbour.</summary>
    private static TextSpan? Without(SyntaxNode assignment)
    {
        if (assignment.Parent is not InitializerExpressionSyntax { Expressions: var all } || all.Count < 2)
        {
            return null;
        }

        int index = all.IndexOf(node => node == assignment);
        return index > 0
            ? TextSpan.FromBounds(all[index - 1].Span.End, assignment.Span.End)
            : TextSpan.FromBounds(assignment.SpanStart, all[1].SpanStart);
    }
}
