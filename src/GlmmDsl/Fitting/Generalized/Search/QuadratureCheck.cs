using GlmmDsl.Fitting.Generalized.Criteria;

namespace GlmmDsl.Fitting.Generalized.Search;

/// <summary>What more nodes of quadrature say about the value reached with fewer.</summary>
/// <param name="Nodes">How many, in each dimension.</param>
/// <param name="Change">By how much they move −2 log L at the estimates.</param>
internal sealed record QuadratureCheck(int Nodes, double Change)
{
    /// <summary>A change of −2 log L below this is of no consequence for any test or standard error.</summary>
    private const double SmallestChange = 0.01;

    /// <summary>The notice; null where the quadrature has settled.</summary>
    /// <param name="nodes">How many nodes the fit had.</param>
    public Notice? ToNotice(int nodes) => Math.Abs(Change) < SmallestChange
        ? null
        : new Notice(
            NoticeId.FewQuadratureNodes,
            FormattableString.Invariant(
                $"Quadrature has not settled with {nodes} {(nodes == 1 ? "node" : "nodes")}: with {Nodes}, -2 log L at these estimates is {Math.Abs(Change):G3} {(Change > 0 ? "higher" : "lower")}, so that variances and coefficients would move too. Fit again with {Nodes} or more (QuadratureNodes, --agq {Nodes})."),
            [],
            Nodes);

    /// <summary>Asks a criterion just evaluated; null where there is nothing to ask.</summary>
    public static QuadratureCheck? Of(GeneralizedProblem problem, MarginalCriterion criterion) =>
        criterion is QuadratureCriterion quadrature && problem.NodesToCheck is int more ? new QuadratureCheck(more, quadrature.ChangeWith(more)) : null;
}
