using GlmmDsl.Data;
using GlmmDsl.Inference.CrossValidation;

namespace GlmmDsl.Inference.Tests.CrossValidation;

/// <summary>Scores of single rows against R's integrate().</summary>
public sealed class RowScorerTests
{
    // -log(integrate(function(z) dpois(y, exp(eta + s * z)) * dnorm(z), ..)), rel.tol = 1e-12, about the mode.
    [Theory]
    [InlineData(10000, 9, 1, 10.151437715323)]
    [InlineData(50000, 9, 1.5, 12.880081297503)]
    [InlineData(0, 3, 2, 2.799135464621)]
    [InlineData(3, 1, 0.5, 1.774237198217)]
    [InlineData(3, 1, 0, 1.510041297687)]
    public void The_log_score_of_a_count_is_that_of_the_mixture_however_narrow_its_likelihood(int y, double eta, double deviation, double expected)
    {
        const string rows = "y,g\n10000,a\n50000,b\n0,c\n3,d\n8000,a\n40000,b\n1,c\n5,d";
        MixedModelFit fit = MixedModel.Fit("y ~ 1 + (1 | g)", Table.ReadCsv(new StringReader(rows)), new FitOptions { Family = Family.Poisson });
        int row = Array.IndexOf([10000, 50000, 0, 3], y);
        Assert.Equal(expected, new RowScorer(fit.Underlying).Of(row, eta, deviation * deviation, 1).Log, 1e-10 * expected);
    }

    // sd * (z * (2 * pnorm(z) - 1) + 2 * dnorm(z) - 1 / sqrt(pi)) and -dnorm(y, eta, sd, log = TRUE) with sd = sqrt(2 + 0.25)
    [Fact]
    public void Scores_of_a_normal_row_are_the_closed_forms()
    {
        const string rows = "y,g\n1,a\n2.5,a\n0,b\n4,b\n3,c\n2,c";
        MixedModelFit fit = MixedModel.Fit("y ~ 1 + (1 | g)", Table.ReadCsv(new StringReader(rows)));
        RowScore score = new RowScorer(fit.Underlying).Of(3, 1, 2, 0.25);
        Assert.Equal(2.179187732528855, score.Crps, 1e-12);
        Assert.Equal(3.324403641312837, score.Log, 1e-12);
    }
}
