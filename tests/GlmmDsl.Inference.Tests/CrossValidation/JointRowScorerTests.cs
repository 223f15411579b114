using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Inference.CrossValidation;
using GlmmDsl.Inference.Predictive;

namespace GlmmDsl.Inference.Tests.CrossValidation;

/// <summary>Predictive distributions and scores over the joint errors of several linear predictors.</summary>
public sealed class JointRowScorerTests
{
    // S <- matrix(c(.30, .08, -.05, .08, .50, .04, -.05, .04, .09), 3); L <- t(chol(S)); z <- seq(-7, 7, length.out = 141); w <- dnorm(z) / sum(dnorm(z))
    // g <- expand.grid(i = 1:141, j = 1:141, k = 1:141); W <- w[g$i] * w[g$j] * w[g$k]; E <- c(1.2, -0.7, 0.4) + L %*% rbind(z[g$i], z[g$j], z[g$k])
    // mu <- exp(E[1, ]); p <- plogis(E[2, ]); f <- sapply(0:150, function(y) sum(W * ((y == 0) * p + (1 - p) * dnbinom(y, size = exp(E[3, ]), mu = mu))))
    private static readonly double[] Eta = [1.2, -0.7, 0.4], Covariance = [0.30, 0.08, -0.05, 0.08, 0.50, 0.04, -0.05, 0.04, 0.09];

    // A fit gives family and order of the predictors; the rows 0, 1 and 2 have the counts 0, 3 and 12.
    private static readonly Lazy<MixedModelFit> Counts = new(() => MixedModel.Fit(
        "y ~ 1 + (1 | g)",
        Table.ReadCsv(new StringReader("y,g\n0,a\n3,a\n12,a\n1,b\n0,b\n0,b\n5,c\n2,c\n0,c\n9,d\n4,d\n0,d\n7,d\n1,c\n")),
        new FitOptions { Family = Family.NegativeBinomial2, ZeroInflation = "~ 1" }));

    // -log(f[y + 1]); sum((cumsum(f) - (0:150 >= y))^2); y - sum(W * (1 - p) * mu)
    [Theory]
    [InlineData(0, 0, 0.736076504947, 0.67685226504)]
    [InlineData(1, 3, 2.6431183735, 1.21331475439)]
    [InlineData(2, 12, 4.99099339965, 8.23569977617)]
    public void The_scores_of_a_count_are_those_of_the_mixture(int row, double y, double log, double ranked)
    {
        RowScore score = new JointRowScorer(Counts.Value.Underlying).Of(row, Counts.Value.Underlying.Solution, Eta, Covariance);

        Assert.Equal(log, score.Log, 2e-5 * log);
        Assert.Equal(ranked, score.Crps, 2e-5 * ranked);
        Assert.Equal(y - 2.45344156651, score.Error, 1e-5);
    }

    // cumsum(f)[c(1, 2, 3, 10, 16, 21)]
    [Fact]
    public void The_distribution_function_is_that_of_the_mixture_and_quantiles_are_where_it_passes()
    {
        var mixture = new PredictiveMixture(Counts.Value.Underlying.Family, Link.Log, Counts.Value.Underlying.Solution.Others, Eta, Covariance);

        Assert.All(
            new[] { (0, 0.478989546717), (1, 0.597729558402), (2, 0.691512139556), (9, 0.941034468239), (15, 0.980637986772), (20, 0.99113446745) },
            p => Assert.Equal(p.Item2, mixture.AtMost(p.Item1), 2e-6));
        Assert.Equal(2, mixture.Quantile(0.69));
        Assert.Equal(3, mixture.Quantile(0.693));
        Assert.Equal(0, mixture.Quantile(0.4));
    }

    /// <summary>With one linear predictor the mixture is that of the Poisson counts, sums of which are known: P(Y ≤ y) by another rule.</summary>
    [Fact]
    public void With_one_linear_predictor_it_is_the_mixture_of_Poisson_counts()
    {
        MixedModelFit fit = MixedModel.Fit("y ~ 1 + (1 | g)", Table.ReadCsv(new StringReader("y,g\n0,a\n3,a\n12,b\n1,b\n5,c\n")), new FitOptions { Family = Family.Poisson });
        var mixture = new PredictiveMixture(fit.Underlying.Family, Link.Log, [], [1.5], [0.36]);
        double sum = 0, total = 0;
        for (double z = -8; z <= 8; z += 0.01)
        {
            sum += Math.Exp(-0.5 * z * z) * MathNet.Numerics.Distributions.Poisson.CDF(Math.Exp(1.5 + (0.6 * z)), 4);
            total += Math.Exp(-0.5 * z * z);
        }

        Assert.Equal(sum / total, mixture.AtMost(4), 1e-9);
        Assert.Equal(Math.Exp(1.5 + 0.18), mixture.Mean, 1e-9);
    }

    /// <summary>A nest left out has new effects in the mean and in the zero inflation: what the fit without it predicts of a new nest.</summary>
    [Fact]
    public void A_group_left_out_is_predicted_as_a_new_one_in_all_linear_predictors()
    {
        string path = Path.Combine(GlmmDsl.Tests.Architecture.RepositoryRoot.Path, "tests", "Reference", "data", "Owls.csv");
        string[] lines = File.ReadAllLines(path);
        const string formula = "SiblingNegotiation ~ FoodTreatment + (1 | Nest)";
        var options = new FitOptions { Family = Family.Poisson, ZeroInflation = "~ 1 + (1 | Nest)" };
        Table Read(IEnumerable<string> rows) => Table.ReadCsv(new StringReader(string.Join("\n", rows)));
        MixedModelFit without = MixedModel.Fit(formula, Read(lines.Where(l => !l.Contains("Oleyes", StringComparison.Ordinal))), options);
        Table left = Read(lines.Where((l, i) => i == 0 || l.Contains("Oleyes", StringComparison.Ordinal)));
        double[] observed = left.Find("SiblingNegotiation")!.AsNumeric(left.RowLabel).Array;
        double[] means = without.PredictPopulation(left);

        FoldScores scores = MixedModel.Fit(formula, Read(lines), options).CrossValidate(Folds.LeaveOneOut("Nest"), seed: 1).Scores.Single(s => s.Name == "Oleyes");

        Assert.Equal(observed.Length, scores.RowCount);
        // The mean over the new effects is larger than that at effects of zero by about exp(v/2), so that the errors differ from those by no more than that.
        double factor = scores.RootMeanSquaredError / Math.Sqrt(observed.Zip(means, (y, m) => (y - m) * (y - m)).Average());
        Assert.InRange(factor, 0.7, 1.3);
        Assert.Equal(Reference(without, left, observed), scores.LogScore, 2e-3);
    }

    /// <summary>−log P of the rows by brute force: the effects of a new nest in both predictors on a grid, the errors of coefficients added to the variances.</summary>
    private static double Reference(MixedModelFit fit, Table rows, double[] observed)
    {
        ImmutableArray<Prediction> eta = fit.PredictInterval(rows, PredictionOf.ConditionalMean, newLevels: NewLevels.Population, scale: PredictionScale.Link);
        ImmutableArray<Prediction> zi = fit.PredictInterval(rows, PredictionOf.ConditionalMean, newLevels: NewLevels.Population, scale: PredictionScale.ZeroLink);
        double sum = 0;
        for (int i = 0; i < observed.Length; i++)
        {
            double likelihood = 0, total = 0;
            for (double a = -6; a <= 6; a += 0.1)
            {
                double mean = Math.Exp(eta[i].Value + (eta[i].StandardError * a)), own = Math.Exp(MathNet.Numerics.Distributions.Poisson.PMFLn(mean, (int)observed[i]));
                for (double b = -6; b <= 6; b += 0.2)
                {
                    double weight = Math.Exp(-0.5 * ((a * a) + (b * b))), p = 1 / (1 + Math.Exp(-zi[i].Value - (zi[i].StandardError * b)));
                    likelihood += weight * ((observed[i] == 0 ? p : 0) + ((1 - p) * own));
                    total += weight;
                }
            }

            sum -= Math.Log(likelihood / total) / observed.Length;
        }

        return sum;
    }
}
