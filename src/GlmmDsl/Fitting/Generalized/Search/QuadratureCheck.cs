using GlmmDsl.Fitting.Generalized.Criteria;

namespace GlmmDsl.Fitting.Generalized.Search;

/// <summary>The change of the value with more quadrature nodes.</summary>
/// <param name="Nodes">The larger number of nodes in each dimension.</param>
/// <param name="Change">How much they change −2 log L at the estimates.</param>
internal sealed record QuadratureCheck(int Nodes, double Change)
{
    /// <summary>A change of −2 log L below this does not matter for any test or standard error.</summary>
    private const double SmallestChange = 0.01;

    /// <summary>The notice; null if more nodes change nothing.</summary>
    /// <param name="nodes">How many nodes the fit had.</param>
    public Notice? ToNotice(int nodes) => Math.Abs(Change) < SmallestChange
        ? null
        : new Notice(
            NoticeId.FewQuadratureNodes,
            FormattableString.Invariant(
                $"Quadrature has not settled with {nodes} {(nodes == 1 ? "node" : "nodes")}: with {Nodes}, -2 log L at these estimates is {Math.Abs(Change):G3} {(Change > 0 ? "higher" : "lower")}, so variances and coefficients would change too. Fit again with {Nodes} or more (QuadratureNodes, --agq {Nodes})."),
            [],
            Nodes);

    /// <summary>Checks a criterion that was just evaluated; null if there is nothing to check.</summary>
    public static QuadratureCheck? Of(GeneralizedProblem problem, MarginalCriterion criterion) =>
        criterion is QuadratureCriterion quadrature && problem.NodesToCheck is int more ? new QuadratureCheck(more, quadrature.ChangeWith(more)) : null;
}
