using GlmmDsl.Design;
using GlmmDsl.Fitting;
using GlmmDsl.Fitting.Linear;
using GlmmDsl.Fitting.Linear.Choice;
using GlmmDsl.Fitting.Linear.Search;
using GlmmDsl.Inference.Resampling;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Resampling;

/// <summary>Refits in one workspace give what refits one by one give, whatever was fitted in the workspace before.</summary>
public sealed class ResponseRefitsTests
{
    /// <summary>One and several groups, weights, an offset, dropped columns, orthogonal columns, no random effects, a singular fit, other families.</summary>
    [Theory]
    [InlineData("sleep_ris")]
    [InlineData("sleep_ris_ml")]
    [InlineData("sleep_uncorr")]
    [InlineData("sleep_weights")]
    [InlineData("sleep_offset")]
    [InlineData("sleep_rankdef")]
    [InlineData("ortho_ris")]
    [InlineData("pastes_nested")]
    [InlineData("penicillin")]
    [InlineData("dyestuff2")]
    [InlineData("cbpp")]
    public void A_workspace_gives_the_numbers_of_a_refit(string id)
    {
        ReferenceCase reference = ReferenceCase.Load(id);
        Check(MixedModel.Fit(Formula.Parse(reference.Formula), reference.Data(), reference.Options()).Underlying.Solution);
    }

    [Fact]
    public void So_it_does_with_the_sparse_factorisation()
    {
        ReferenceCase reference = ReferenceCase.Load("penicillin");
        ModelMatrices matrices = ModelMatricesBuilder.Build(Formula.Parse(reference.Formula).Terms, reference.Data(), reference.Options().ToDesignOptions(), CancellationToken.None).Matrices;
        Check(LinearProblem.Create(matrices, CancellationToken.None, new ForcedChoices(FactorisationPath.Sparse)).Solve(new SearchOptions { IsReml = true }, null, CancellationToken.None));
    }

    [Fact]
    public void So_it_does_where_columns_are_made_orthogonal()
    {
        Data.Table data = ReferenceCase.Load("sleep_ris").Data();
        Check(MixedModel.Fit(Formula.Parse("Reaction ~ I(Days + 1e7) + I((Days + 1e7)^2) + (1 | Subject)"), data).Underlying.Solution);
    }

    [Fact]
    public void A_response_that_cannot_be_fitted_does_not_spoil_the_next()
    {
        IModelSolution solution = MixedModel.Fit(Formula.Parse("Reaction ~ Days + (Days | Subject)"), ReferenceCase.Load("sleep_ris").Data()).Underlying.Solution;
        ResponseRefits refits = solution.Refits(CancellationToken.None);
        double[] response = Response(solution, 1);
        RefitEstimates before = Replicates.Fit(refits, solution, response);

        Assert.Throws<ModelDataException>(() => Replicates.Fit(refits, solution, new double[response.Length]));
        RefitEstimates after = Replicates.Fit(refits, solution, response);
        Assert.Equal(before.Theta, after.Theta);
        Assert.Equal(before.Criterion, after.Criterion);
    }

    /// <summary>What a replicate allocates is for the search in θ; workspaces, modes and covariances would grow with the groups and the response with the rows.</summary>
    [Fact]
    public void A_refit_allocates_nothing_that_grows_with_the_data()
    {
        long small = Allocated(20), large = Allocated(2000);

        Assert.InRange(large, 0, small + 1500);
        Assert.InRange(small, 0, 5000);

        static long Allocated(int groups)
        {
            var text = new System.Text.StringBuilder("y,x,g\n");
            for (int i = 0; i < 5 * groups; i++)
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{Math.Sin(17 * i) + (2 * Math.Cos(i / 5))},{i % 5},{i / 5}\n");
            }

            MixedModelFit fit = MixedModel.Fit(Formula.Parse("y ~ x + (x | g)"), Data.Table.ReadCsv(new StringReader(text.ToString())).WithFactor("g"));
            IModelSolution solution = fit.Underlying.Solution;
            ResponseRefits refits = solution.Refits(CancellationToken.None);
            double[] response = Response(solution, 1);
            Replicates.Fit(refits, solution, response);

            // A collection that another test causes, and code that is compiled anew meanwhile, count too: the least of several refits is what a refit takes.
            long least = long.MaxValue;
            for (int i = 0; i < 5; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                Replicates.Fit(refits, solution, response);
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            return least;
        }
    }

    private static void Check(IModelSolution solution)
    {
        ResponseRefits refits = solution.Refits(CancellationToken.None);
        foreach (int seed in (int[])[1, 2, 3, 1])
        {
            double[] response = Response(solution, seed);
            RefitEstimates expected = RefitEstimates.Of(Replicates.Fit(solution, [.. response], CancellationToken.None)), found = Replicates.Fit(refits, solution, response);
            Assert.Equal(expected.Criterion, found.Criterion);
            Assert.Equal(expected.Beta, found.Beta);
            Assert.Equal(expected.Theta, found.Theta);
            Assert.Equal(expected.Sigma, found.Sigma);
            Assert.Equal(Replicates.Failure(expected, solution), Replicates.Failure(found, solution));
        }
    }

    /// <summary>The response of the fit with some noise; of counts, in another order.</summary>
    private static double[] Response(IModelSolution solution, int seed)
    {
        double[] response = [.. solution.Matrices.Response];
        if (solution.DispersionCount == 0)
        {
            // A proportion of each row's trials stays one.
            return [.. response.Select((y, i) => (i + seed) % 3 == 0 && y > 0 ? y - 1 : y)];
        }

        return [.. response.Select((y, i) => y + (solution.Sigma * Math.Sin((seed * 1000) + (i * i))))];
    }
}
