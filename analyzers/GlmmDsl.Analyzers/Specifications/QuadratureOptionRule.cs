using System.Collections.Immutable;
using GlmmDsl.Analyzers.Edits;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GlmmDsl.Analyzers.Specifications;

/// <summary>GLMM306 on a fit at run time: quadrature of several grouping factors.</summary>
internal sealed class QuadratureOptionRule : SpecificationRule
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> Descriptors { get; } = ImmutableArray.Create(DiagnosticDescriptors.QuadratureOfSeveralGroups);

    /// <inheritdoc/>
    public override bool NeedsFormula => true;

    /// <inheritdoc/>
    public override void Check(Specification specification, Action<Diagnostic> report)
    {
        if (!specification.IsGeneralized
            || specification.Find("Approximation") is not { Member: "Quadrature", Expression: { } approximation }
            || NodesOf(specification) is not > 1
            || QuadratureGroups.Several(specification.Terms) is not { } groups
            || specification.Site is not { } site)
        {
            return;
        }

        // Options that several fits share are not at fault themselves: the call is marked.
        bool isHere = specification.Holds(approximation);
        report(SourceFix.Report(
            DiagnosticDescriptors.QuadratureOfSeveralGroups,
            isHere ? approximation.GetLocation() : site.GetLocation(),
            isHere ? [Laplace(specification, approximation), OneNode(specification)] : [],
            groups.Count,
            groups.Names));
    }

    private static int? NodesOf(Specification specification) =>
        specification.Find("QuadratureNodes") is { } setting ? setting.Value as int? : specification.Lacks("QuadratureNodes") ? QuadratureCall.UsualNodes : null;

    private static SourceFix Laplace(Specification specification, SyntaxNode approximation) =>
        new("Fit by the Laplace approximation", new TextChange(approximation.Span, specification.NameOf("Approximation") + ".Laplace"));

    private static SourceFix? OneNode(Specification specification) =>
        specification.Find("QuadratureNodes")?.Expression is { } nodes
            ? new SourceFix("Use one node", new TextChange(nodes.Span, "1"))
            : specification.InsertionPoint is { } place ? new SourceFix("Use one node", new TextChange(new TextSpan(place, 0), ", QuadratureNodes = 1")) : null;
}
