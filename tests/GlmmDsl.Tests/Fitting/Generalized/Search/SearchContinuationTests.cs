using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Generalized.Criteria;
using GlmmDsl.Fitting.Generalized.Inner;
using GlmmDsl.Fitting.Generalized.Search;

namespace GlmmDsl.Tests.Fitting.Generalized.Search;

/// <summary>A search that ended short of an optimum and is continued with the exact Hessian.</summary>
public class SearchContinuationTests
{
    [Theory]
    [InlineData(Family.Binomial, Link.Logit)]
    [InlineData(Family.Poisson, Link.Log)]
    [InlineData(Family.Poisson, Link.Sqrt)]
    public void A_search_continued_from_a_point_short_of_the_optimum_reaches_it_in_a_few_evaluations(Family family, Link link)
    {
        GeneralizedProblem problem = SimulatedModel.Problem(family, link, "x + (1 | g)", new GeneralizedOptions());
        GeneralizedSearch whole = Begin(problem, out _);
        whole.Run();

        GeneralizedSearch search = Begin(problem, out InnerProblem inner);
        double[] near = [.. whole.Point.Select((value, i) => value + (0.02 * (1 - (i % 3))))];
        search.Criterion.InnerTolerance = GeneralizedProblem.TightTolerance;
        double before = search.Criterion.Evaluate(near, new double[near.Length]);
        var hessian = new DifferencedHessian(search.Criterion, inner, near, whole.Hessian, CancellationToken.None);
        search.Continue(near, hessian.Values);

        Assert.True(search.Converged);
        Assert.True(before > whole.Value + 1e-4, $"{before} is the optimum already");
        Assert.Equal(whole.Value, search.Value, 1e-7);
        Assert.InRange(search.JointEvaluations, 1, 6);
        Assert.All(whole.Point.Zip(search.Point), pair => Assert.Equal(pair.First, pair.Second, 1e-4));

        // At the optimum there is nothing left to improve.
        search.Improve(hessian.Values);
        Assert.Equal(whole.Value, search.Value, 1e-7);
    }

    private static GeneralizedSearch Begin(GeneralizedProblem problem, out InnerProblem inner)
    {
        inner = problem.NewInner();
        GlmStart.Set(inner);
        Assert.True(inner.SolveProfiled(1e-4));
        return new GeneralizedSearch(problem, inner, null, CancellationToken.None);
    }
}
