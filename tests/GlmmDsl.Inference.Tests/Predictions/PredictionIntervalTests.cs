using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Predictions;

/// <summary>
/// Standard errors of predictions against the inverse of Henderson's equations in R: <c>K &lt;- solve(rbind(cbind(X'X, X'Z), cbind(Z'X, Z'Z + (LL')^-1))) * sigma^2</c>.
/// </summary>
public sealed class PredictionIntervalTests
{
    private static readonly Lazy<MixedModelFit> Sleep = new(() => Fit("sleep_ris"));
    private static readonly Table Rows = Table.ReadCsv(new StringReader("Subject,Days\n308,3\n999,4\n"), new CsvOptions { Factors = ["Subject"] });

    [Fact]
    public void A_known_group_has_Hendersons_variance_and_a_new_one_adds_its_Sigma()
    {
        ImmutableArray<Prediction> predictions = Sleep.Value.PredictInterval(Rows, PredictionOf.ConditionalMean, newLevels: NewLevels.Population);

        Assert.Equal(312.662443941, predictions[0].Value, 1e-3);
        Assert.Equal(8.11647573853, predictions[0].StandardError, 1e-4);
        Assert.Equal(293.274248687, predictions[1].Value, 1e-3);
        Assert.Equal(36.3767541279, predictions[1].StandardError, 1e-3);
        Assert.Equal(predictions[0].Value + (1.959963984540054 * predictions[0].StandardError), predictions[0].Interval.Upper, 1e-9);
    }

    [Fact]
    public void The_population_mean_has_the_error_of_the_coefficients()
    {
        Prediction prediction = Sleep.Value.PredictInterval(Rows, PredictionOf.Mean, level: 0.9, degreesOfFreedom: 17)[0];

        Assert.Equal(7.70539801651, prediction.StandardError, 1e-4);
        Assert.Equal(1.739606726, (prediction.Interval.Upper - prediction.Value) / prediction.StandardError, 1e-8);
    }

    [Fact]
    public void A_new_observation_adds_the_residual_variance()
    {
        ImmutableArray<Prediction> predictions = Sleep.Value.PredictInterval(Rows, PredictionOf.NewObservation, newLevels: NewLevels.Population);

        Assert.Equal(Math.Sqrt((8.11647573853 * 8.11647573853) + (25.5918158926 * 25.5918158926)), predictions[0].StandardError, 1e-3);
        Assert.Equal(Math.Sqrt((36.3767541279 * 36.3767541279) + (25.5918158926 * 25.5918158926)), predictions[1].StandardError, 1e-3);
    }

    /// <summary>plate a and sample F of Penicillin: their levels' covariance counts.</summary>
    [Fact]
    public void Crossed_groups_have_the_joint_variance()
    {
        Prediction prediction = Fit("penicillin").PredictInterval(Table.ReadCsv(new StringReader("plate,sample\na,F\n"), new CsvOptions { Factors = ["sample"] }), PredictionOf.ConditionalMean)[0];

        Assert.Equal(0.240197648106, prediction.StandardError, 1e-6);
    }

    /// <summary>Levels that no row has together are not in the selected inverse: the equations are solved for them.</summary>
    [Fact]
    public void Levels_that_never_met_are_predicted_by_solving_the_equations()
    {
        string rows = string.Join('\n', Enumerable.Range(0, 120).Where(i => !(i % 5 == 0 && i % 4 == 0)).Select(i =>
            FormattableString.Invariant($"{(3 * Math.Sin(i % 5)) + (2 * Math.Cos(i % 4)) + Math.Sin(7 * i)},g{i % 5},h{i % 4}")));
        MixedModelFit fit = MixedModel.Fit("y ~ 1 + (1 | g) + (1 | h)", Table.ReadCsv(new StringReader("y,g,h\n" + rows)));
        Table pair = Table.ReadCsv(new StringReader("g,h\ng0,h0\ng0,h1\n"));

        // Var(b + c) − b and c each with themselves, by predictions in which only one of them differs.
        ImmutableArray<Prediction> predictions = fit.PredictInterval(pair, PredictionOf.ConditionalMean);

        Assert.All(predictions, p => Assert.True(p.StandardError > 0));
        Assert.True(predictions[0].StandardError > predictions[1].StandardError);
        Assert.Equal(Dense(fit, "g0", "h0"), predictions[0].StandardError, 1e-8);
        Assert.Equal(Dense(fit, "g0", "h1"), predictions[1].StandardError, 1e-8);
    }

    /// <summary>In R by Henderson's equations of the working model, with vcov(fit) for the coefficients: 0.417404 of herd 1 in period 2.</summary>
    [Fact]
    public void Of_a_generalized_model_limits_are_those_of_the_link_mapped()
    {
        MixedModelFit fit = Fit("cbpp");
        Table rows = Table.ReadCsv(new StringReader("herd,period\n1,2\n"), new CsvOptions { Factors = ["herd", "period"] });

        Prediction link = fit.PredictInterval(rows, PredictionOf.ConditionalMean, scale: PredictionScale.Link)[0];
        Prediction mean = fit.PredictInterval(rows, PredictionOf.ConditionalMean)[0];

        Assert.Equal(0.417404166768, link.StandardError, 5e-4);
        Assert.Equal(1 / (1 + Math.Exp(-link.Interval.Lower)), mean.Interval.Lower, 1e-12);
        Assert.Equal(1 / (1 + Math.Exp(-link.Value)), mean.Value, 1e-12);
        Assert.Equal(mean.Value * (1 - mean.Value) * link.StandardError, mean.StandardError, 1e-12);
    }

    [Fact]
    public void A_new_count_has_the_quantiles_of_its_predictive_distribution()
    {
        string rows = string.Join('\n', Enumerable.Range(0, 80).Select(i => FormattableString.Invariant($"{(i * 7 % 11) + (i % 8)},g{i % 8}")));
        MixedModelFit fit = MixedModel.Fit("y ~ 1 + (1 | g)", Table.ReadCsv(new StringReader("y,g\n" + rows)), new FitOptions { Family = Family.Poisson });
        Table one = Table.ReadCsv(new StringReader("g\ng3\n"));
        Prediction link = fit.PredictInterval(one, PredictionOf.ConditionalMean, scale: PredictionScale.Link)[0];

        Prediction count = fit.PredictInterval(one, PredictionOf.NewObservation)[0];

        Assert.Equal(count.Interval.Lower, Quantile(link, 0.025));
        Assert.Equal(count.Interval.Upper, Quantile(link, 0.975));
        Assert.True(count.StandardError > Math.Sqrt(count.Value));
    }

    [Fact]
    public void A_new_trial_has_no_interval() =>
        Assert.Contains("0 or 1", Assert.Throws<InvalidOperationException>(() => Fit("cbpp").PredictInterval(
            Table.ReadCsv(new StringReader("herd,period\n1,2\n"), new CsvOptions { Factors = ["herd", "period"] }), PredictionOf.NewObservation)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_fit_to_cross_products_predicts_with_the_same_errors()
    {
        var reference = ReferenceCase.Load("sleep_ris");
        MixedModelFit summed = MixedModel.Fit(CrossProducts.Of(Formula.Parse(reference.Formula), reference.Data()));

        ImmutableArray<Prediction> expected = Sleep.Value.PredictInterval(Rows, PredictionOf.ConditionalMean, newLevels: NewLevels.Population);
        ImmutableArray<Prediction> found = summed.PredictInterval(Rows, PredictionOf.ConditionalMean, newLevels: NewLevels.Population);

        Assert.Equal(expected[0].StandardError, found[0].StandardError, 1e-6);
        Assert.Equal(expected[1].Value, found[1].Value, 1e-6);
    }

    private static double Quantile(Prediction link, double probability)
    {
        // A plain sum over a fine grid.
        double density = 0;
        double[] below = new double[400];
        for (double z = -8; z <= 8; z += 0.01)
        {
            double weight = Math.Exp(-0.5 * z * z);
            double mean = Math.Exp(link.Value + (link.StandardError * z));
            double term = Math.Exp(-mean), sum = 0;
            for (int y = 0; y < below.Length; y++)
            {
                sum += term;
                below[y] += weight * sum;
                term *= mean / (y + 1);
            }

            density += weight;
        }

        return Enumerable.Range(0, below.Length).First(y => below[y] / density >= probability);
    }

    /// <summary>Henderson's equations of one intercept and two intercepts by group, solved by elimination.</summary>
    private static double Dense(MixedModelFit fit, string g, string h)
    {
        ImmutableArray<string> first = fit.RandomEffects["g"].Levels, second = fit.RandomEffects["h"].Levels;
        int q = 1 + first.Length + second.Length;
        double[,] matrix = new double[q, q];
        RandomEffectsMatrix z = fit.RandomEffectsMatrix;
        double variance = fit.Sigma * fit.Sigma;
        for (int row = 0; row < fit.RowCount; row++)
        {
            double[] a = new double[q];
            a[0] = 1;
            for (int column = 1; column < q; column++)
            {
                a[column] = z[row, column - 1];
            }

            for (int i = 0; i < q; i++)
            {
                for (int j = 0; j < q; j++)
                {
                    matrix[i, j] += a[i] * a[j] / variance;
                }
            }
        }

        double[] contrast = new double[q];
        contrast[0] = 1;
        int offset = fit.Theta.Length;
        for (int column = 1; column < q; column++)
        {
            (string name, string level, _) = z.Column(column - 1);
            double sd = fit.VarianceComponents[name]["(Intercept)"].StandardDeviation;
            matrix[column, column] += 1 / (sd * sd);
            contrast[column] = (name == "g" && level == g) || (name == "h" && level == h) ? 1 : 0;
        }

        Assert.Equal(2, offset);
        var dense = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(matrix);
        var vector = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.DenseOfArray(contrast);
        return Math.Sqrt(vector * dense.Inverse() * vector);
    }

    private static MixedModelFit Fit(string id)
    {
        var reference = ReferenceCase.Load(id);
        return MixedModel.Fit(reference.Formula, reference.Data(), reference.Options());
    }
}
