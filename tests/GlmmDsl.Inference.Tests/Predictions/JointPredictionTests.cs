using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Formulas;
using GlmmDsl.Tests.References;

namespace GlmmDsl.Inference.Tests.Predictions;

/// <summary>Predictions with errors of models with zero inflation, a dispersion formula or truncation, against glmmTMB 1.1.5 in R.</summary>
public sealed class JointPredictionTests
{
    // o <- transform(glmmTMB::Owls, ArrivalTime = NULL); nd <- o[c(1, 50, 100, 300, 599), ]
    // m <- glmmTMB(SiblingNegotiation ~ FoodTreatment * SexParent + offset(log(BroodSize)) + (1 | Nest), ziformula = ~ FoodTreatment + (1 | Nest),
    //              dispformula = ~ SexParent, family = nbinom2, data = o)
    private static readonly Lazy<MixedModelFit> Inflated = new(() => MixedModel.Fit(
        "SiblingNegotiation ~ FoodTreatment * SexParent + offset(log(BroodSize)) + (1 | Nest)",
        Owls(),
        new FitOptions { Family = Family.NegativeBinomial2, ZeroInflation = "~ FoodTreatment + (1 | Nest)", Dispersion = "~ SexParent" }));

    // h <- glmmTMB(SiblingNegotiation ~ FoodTreatment + (1 | Nest), ziformula = ~ 1, family = truncated_nbinom2, data = o)
    private static readonly Lazy<MixedModelFit> Hurdle = new(() => MixedModel.Fit(
        "SiblingNegotiation ~ FoodTreatment + (1 | Nest)", Owls(), new FitOptions { Family = Family.TruncatedNegativeBinomial2, ZeroInflation = "~ 1" }));

    // for (t in c("link", "response", "conditional", "zprob", "zlink", "disp")) predict(m, newdata = nd, type = t, se.fit = TRUE)
    public static TheoryData<PredictionScale, double[], double[]> OfInflated { get; } = new()
    {
        { PredictionScale.Link, [2.04194148467, 2.22563474299, 2.44121523063, 2.07371971721, 2.39254129802], [0.161232243777, 0.171358758744, 0.141867975787, 0.165368580870, 0.147197339832] },
        { PredictionScale.Response, [6.83610071877, 7.70451067442, 11.04398264087, 6.27332905668, 9.33629833661], [1.14493217269, 1.43554466554, 1.58581892759, 1.46797285053, 1.59002085311] },
        { PredictionScale.Conditional, [7.70555490250, 9.25935825176, 11.48699160842, 7.95435611191, 10.94126365417], [1.24238390648, 1.58667213679, 1.62963624737, 1.31540058196, 1.61052490429] },
        { PredictionScale.ZeroProbability, [0.1128347269891, 0.1679217430697, 0.0385661435689, 0.2113341459176, 0.1466892096096], [0.0533948153293, 0.0718409915785, 0.0317512138759, 0.1441058136684, 0.0766283776292] },
        { PredictionScale.ZeroLink, [-2.06210713797, -1.60042843939, -3.21605098863, -1.31690221475, -1.76080770263], [0.533398478830, 0.514163461528, 0.856317280549, 0.864607086517, 0.612187171768] },
        { PredictionScale.Dispersion, [2.62858185398, 2.62858185398, 2.62858185398, 2.62858185398, 1.89846649231], [0.354110303613, 0.354110303613, 0.354110303613, 0.354110303613, 0.367019019931] },
    };

    // The same of h.
    public static TheoryData<PredictionScale, double[], double[]> OfHurdle { get; } = new()
    {
        { PredictionScale.Link, [2.04566606657, 2.24028395217, 2.41824281185, 2.09089063432, 2.27081302477], [0.139755084434, 0.144881362438, 0.131950639834, 0.144647417237, 0.117885984669] },
        { PredictionScale.Response, [5.89922073824, 7.09774450480, 8.42660898102, 6.15646594477, 7.30871755450], [0.791196248232, 0.999311239321, 1.094462236733, 0.854617882604, 0.843758388182] },
        { PredictionScale.Conditional, [7.97659676845, 9.59717365945, 11.39398997759, 8.32442936774, 9.88243963290], [1.05218412644, 1.33102531638, 1.45385558907, 1.13780306406, 1.11543685606] },
    };

    [Theory]
    [MemberData(nameof(OfInflated))]
    public void Each_part_has_the_value_and_standard_error_of_glmmTMB(PredictionScale scale, double[] values, double[] errors) =>
        AssertPredictions(Inflated.Value, PredictionOf.ConditionalMean, scale, values, errors);

    [Theory]
    [MemberData(nameof(OfHurdle))]
    public void The_mean_of_a_truncated_family_counts_the_error_of_its_dispersion(PredictionScale scale, double[] values, double[] errors) =>
        AssertPredictions(Hurdle.Value, PredictionOf.ConditionalMean, scale, values, errors);

    // With random effects of zero: V <- vcov(m, full = TRUE); b <- c(fixef(m)$cond, fixef(m)$zi); X, Z the model matrices of nd
    // f <- function(b, i) exp(sum(X[i, ] * b[1:4]) + log(nd$BroodSize[i])) * plogis(-sum(Z[i, ] * b[5:6])); g <- numDeriv::grad(f, b, i = i); sqrt(g %*% V[1:6, 1:6] %*% g)
    [Fact]
    public void The_middle_of_the_population_has_the_errors_of_all_coefficients() => AssertPredictions(
        Inflated.Value,
        PredictionOf.Mean,
        PredictionScale.Response,
        [10.0020192703, 8.00161541621, 8.00161541621, 4.43058777117, 7.5409573134],
        [0.806725485333, 0.645380388312, 0.645380388312, 0.635272874803, 1.19723392343]);

    // nd$Nest <- "new"; predict(m, newdata = nd, type = "response", se.fit = TRUE, allow.new.levels = TRUE)
    [Fact]
    public void A_new_level_adds_the_variances_of_its_effects_in_all_predictors()
    {
        Table rows = new([.. Rows().Columns.Where(c => c.Name != "Nest"), new FactorColumn("Nest", ["new"], new int[5])]);

        AssertPredictions(
            Inflated.Value,
            rows,
            PredictionOf.ConditionalMean,
            PredictionScale.Response,
            [10.00201927027, 8.00161541621, 8.00161541621, 4.43058777117, 7.54095731340],
            [2.80566743717, 2.24453394974, 2.24453394974, 2.43601692278, 4.17790197252]);
    }

    [Fact]
    public void Limits_stay_in_the_range_of_means_and_hold_the_prediction()
    {
        foreach (PredictionScale scale in new[] { PredictionScale.Response, PredictionScale.Conditional, PredictionScale.ZeroProbability, PredictionScale.Dispersion })
        {
            foreach (Prediction prediction in Inflated.Value.PredictInterval(Rows(), PredictionOf.ConditionalMean, 0.99999999, scale: scale))
            {
                Assert.InRange(prediction.Value, prediction.Interval.Lower, prediction.Interval.Upper);
                Assert.True(prediction.Interval.Lower > 0);
                Assert.True(scale != PredictionScale.ZeroProbability || prediction.Interval.Upper < 1);
            }
        }
    }

    [Fact]
    public void Predictions_without_errors_are_the_same_numbers()
    {
        foreach (PredictionScale scale in Enum.GetValues<PredictionScale>())
        {
            Assert.Equal(Inflated.Value.PredictInterval(Rows(), PredictionOf.ConditionalMean, scale: scale).Select(p => p.Value), Inflated.Value.Predict(Rows(), scale: scale));
            Assert.Equal(Inflated.Value.PredictInterval(Rows(), PredictionOf.Mean, scale: scale).Select(p => p.Value), Inflated.Value.PredictPopulation(Rows(), scale));
        }
    }

    [Fact]
    public void A_part_that_the_model_does_not_have_is_refused_with_what_to_do()
    {
        MixedModelFit plain = MixedModel.Fit("SiblingNegotiation ~ FoodTreatment + (1 | Nest)", Owls(), new FitOptions { Family = Family.Poisson });

        Assert.Contains("no zero inflation", Assert.Throws<InvalidOperationException>(() => plain.Predict(Rows(), scale: PredictionScale.ZeroProbability)).Message, StringComparison.Ordinal);
        Assert.Contains("no zero inflation", Assert.Throws<InvalidOperationException>(() => plain.PredictInterval(Rows(), PredictionOf.Mean, scale: PredictionScale.ZeroLink)).Message, StringComparison.Ordinal);
        Assert.Contains("no dispersion", Assert.Throws<InvalidOperationException>(() => plain.Predict(Rows(), scale: PredictionScale.Dispersion)).Message, StringComparison.Ordinal);
        Assert.Equal(plain.Predict(Rows()), plain.Predict(Rows(), scale: PredictionScale.Conditional));
    }

    /// <summary>P(Y ≤ y) of the simulated responses of the fit's own parameters at the limits, within what 20 000 draws can differ.</summary>
    [Fact]
    public void A_new_observation_lies_below_its_limits_with_their_probabilities()
    {
        // A new level: its effects, drawn anew, make nearly all the variance, so that simulations of the fit show the same distribution.
        Table rows = new([.. Rows().Columns.Where(c => c.Name != "Nest"), new FactorColumn("Nest", ["new"], new int[5])]);
        ImmutableArray<Prediction> wide = Inflated.Value.PredictInterval(rows, PredictionOf.NewObservation, 0.9, NewLevels.Population);
        VarianceTerm conditional = Inflated.Value.VarianceComponents[0], zero = Inflated.Value.ZeroInflation!.VarianceComponents[0];
        double[] eta = Inflated.Value.PredictPopulation(rows, PredictionScale.Link), zi = Inflated.Value.PredictPopulation(rows, PredictionScale.ZeroLink), size = Inflated.Value.PredictPopulation(rows, PredictionScale.Dispersion);
        double[] etaErrors = [.. Inflated.Value.PredictInterval(rows, PredictionOf.Mean, scale: PredictionScale.Link).Select(p => p.StandardError)];
        var random = new Random(5);
        for (int row = 0; row < 5; row++)
        {
            int below = 0;
            const int draws = 20_000;
            for (int i = 0; i < draws; i++)
            {
                double own = eta[row] + (Math.Sqrt(conditional.Covariance(0, 0) + (etaErrors[row] * etaErrors[row])) * MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1));
                double p = 1 / (1 + Math.Exp(-zi[row] - (Math.Sqrt(zero.Covariance(0, 0)) * MathNet.Numerics.Distributions.Normal.Sample(random, 0, 1))));
                double rate = MathNet.Numerics.Distributions.Gamma.Sample(random, size[row], size[row] / Math.Exp(own));
                int count = random.NextDouble() < p ? 0 : MathNet.Numerics.Distributions.Poisson.Sample(random, rate);
                below += count <= wide[row].Interval.Upper ? 1 : 0;
            }

            Assert.InRange((double)below / draws, 0.94, 0.97);
            Assert.Equal(0, wide[row].Interval.Lower);
        }
    }

    /// <summary>With a normal response and a dispersion whose error is small the mixture is the normal distribution with the sum of the variances.</summary>
    [Fact]
    public void A_normal_observation_with_a_dispersion_formula_has_nearly_normal_limits()
    {
        MixedModelFit fit = MixedModel.Fit("distance ~ age * Sex + (1 | Subject)", ReferenceCase.Load("tmb_ortho_disp").Data(), new FitOptions { Dispersion = "~ 0 + Sex" });
        Table rows = Rows(ReferenceCase.Load("tmb_ortho_disp").Data());

        ImmutableArray<Prediction> means = fit.PredictInterval(rows, PredictionOf.ConditionalMean), observations = fit.PredictInterval(rows, PredictionOf.NewObservation);
        double[] sigma = fit.Predict(rows, scale: PredictionScale.Dispersion);

        for (int i = 0; i < means.Length; i++)
        {
            double half = (observations[i].Interval.Upper - observations[i].Interval.Lower) / 2, normal = 1.95996 * Math.Sqrt((sigma[i] * sigma[i]) + (means[i].StandardError * means[i].StandardError));
            Assert.InRange(half / normal, 1, 1.03);
            // The errors of mean and dispersion are correlated a little.
            Assert.InRange((means[i].Value - ((observations[i].Interval.Upper + observations[i].Interval.Lower) / 2)) / half, -0.03, 0.03);
        }
    }

    [Fact]
    public void A_loaded_fit_has_the_same_errors()
    {
        using var stream = new MemoryStream();
        Inflated.Value.Save(stream);
        MixedModelFit loaded = MixedModelFit.Load(new MemoryStream(stream.ToArray()));

        Assert.Equal(Inflated.Value.PredictInterval(Rows(), PredictionOf.Mean).Select(p => p.StandardError), loaded.PredictInterval(Rows(), PredictionOf.Mean).Select(p => p.StandardError));
        Assert.All(
            Inflated.Value.PredictInterval(Rows(), PredictionOf.ConditionalMean).Zip(loaded.PredictInterval(Rows(), PredictionOf.ConditionalMean)),
            pair => Assert.Equal(pair.First.StandardError, pair.Second.StandardError, 1e-9));
    }

    private static void AssertPredictions(MixedModelFit fit, PredictionOf what, PredictionScale scale, double[] values, double[] errors) => AssertPredictions(fit, Rows(), what, scale, values, errors);

    private static void AssertPredictions(MixedModelFit fit, Table rows, PredictionOf what, PredictionScale scale, double[] values, double[] errors)
    {
        ImmutableArray<Prediction> found = fit.PredictInterval(rows, what, scale: scale, newLevels: NewLevels.Population);

        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[i], found[i].Value, 2e-6 * Math.Abs(values[i]));
            Assert.Equal(errors[i], found[i].StandardError, 1e-5 * errors[i]);
        }
    }

    private static Table Owls() => ReferenceCase.Load("tmb_owls_nb2_zire").Data();

    private static Table Rows() => Rows(Owls());

    private static Table Rows(Table table)
    {
        int[] rows = table.RowCount > 500 ? [0, 49, 99, 299, 598] : [0, 30, 100];
        return new Table(table.Columns.Select(c => Taken(c, rows, table)));
    }

    private static Column Taken(Column column, int[] rows, Table table)
    {
        if (column.Type.Kind == ColumnKind.Numeric)
        {
            double[] numbers = column.AsNumeric(table.RowLabel).Array;
            return new NumericColumn(column.Name, Array.ConvertAll(rows, r => numbers[r]));
        }

        FactorColumn factor = column.AsFactor(table.RowLabel);
        return new FactorColumn(column.Name, factor.Levels, Array.ConvertAll(rows, r => factor.Array[r]));
    }
}
