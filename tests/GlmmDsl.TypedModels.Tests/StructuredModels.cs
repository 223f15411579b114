using GlmmDsl.Data;

namespace GlmmDsl.TypedModels.Tests;

/// <summary>The visits of a made-up study.</summary>
public enum Occasion
{
    /// <summary>Before treatment.</summary>
    Start,

    /// <summary>A quarter on.</summary>
    Spring,

    /// <summary>Two quarters on.</summary>
    Summer,

    /// <summary>Three quarters on.</summary>
    Autumn,
}

/// <summary>Measurements whose correlation falls with the distance in time. Wave numbers the occasions in a column whose levels only the rows tell.</summary>
public sealed record FollowedRow(double Score, Occasion Occasion, [property: Factor] int Wave, string Patient)
{
    /// <summary>Sixty patients at four occasions, a few of them missed.</summary>
    public static FollowedRow[] All { get; } = [.. Enumerable.Range(0, 60).SelectMany(Of)];

    /// <summary>Each measurement and a second reading of it.</summary>
    public static FollowedRow[] Twice { get; } = [.. All, .. All.Select((r, i) => r with { Score = r.Score + Math.Sin(i) })];

    /// <summary>Rows as a table.</summary>
    public static Table TableOf(FollowedRow[] rows) => new(
    [
        new NumericColumn("Score", [.. rows.Select(r => r.Score)]),
        new FactorColumn("Occasion", [.. Enum.GetNames<Occasion>()], [.. rows.Select(r => (int)r.Occasion)]),
        new NumericColumn("Wave", [.. rows.Select(r => (double)r.Wave)]),
        new FactorColumn("Patient", [.. rows.Select(r => r.Patient).Distinct()], [.. rows.Select(r => int.Parse(r.Patient[1..], System.Globalization.CultureInfo.InvariantCulture))]),
    ]);

    private static IEnumerable<FollowedRow> Of(int patient)
    {
        var random = new Random(300 + patient);
        double effect = 2 * Normal(random);
        for (int t = 0; t < 4; t++)
        {
            effect = t == 0 ? effect : (0.7 * effect) + (Math.Sqrt(1 - 0.49) * 2 * Normal(random));
            double score = 10 + t + ((1 + (0.2 * t)) * effect) + (0.8 * Normal(random));
            if ((patient + t) % 13 != 0)
            {
                yield return new FollowedRow(score, (Occasion)t, t + 1, "p" + patient.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

[LinearMixedModel<FollowedRow>("Score ~ Occasion + ar1(0 + Occasion | Patient)")]
public sealed partial class Followed;

[LinearMixedModel<FollowedRow>("Score ~ Occasion + cs(0 + Occasion | Patient)")]
public sealed partial class Exchangeable;

[LinearMixedModel<FollowedRow>("Score ~ Wave + hetar1(0 + Wave | Patient)")]
public sealed partial class FollowedWaves;

[LinearMixedModel<FollowedRow>("Score ~ Wave + ar1(0 + Wave | Patient)")]
public sealed partial class EvenWaves;

[LinearMixedModel<FollowedRow>("Score ~ Wave + toep(0 + Wave | Patient)")]
public sealed partial class DistantWaves;

[LinearMixedModel<FollowedRow>("Score ~ Occasion + homdiag(Occasion | Patient)")]
public sealed partial class Even;

[LinearMixedModel<FollowedRow>("Score ~ Occasion + ar1(0 + Occasion | Patient) + homdiag(0 + Occasion | Patient)")]
public sealed partial class TwoStructures;

/// <summary>Typed models under covariance structures: their fits are those of the run-time path, and what the columns share has one name.</summary>
public sealed class StructuredModels
{
    private static readonly Lazy<Followed.RemlFit> LazyFollowed = new(() => Followed.FitReml(FollowedRow.All));

    private static Followed.RemlFit Autoregressive => LazyFollowed.Value;

    [Fact]
    public void An_autoregressive_model_fits_as_at_run_time() => AssertSame("Score ~ Occasion + ar1(0 + Occasion | Patient)", Autoregressive.Result);

    [Fact]
    public void A_model_of_compound_symmetry_fits_as_at_run_time() => AssertSame("Score ~ Occasion + cs(0 + Occasion | Patient)", Exchangeable.FitReml(FollowedRow.All).Result);

    [Fact]
    public void A_structure_of_a_declared_factor_is_that_of_the_factor_in_the_formula() => AssertSame("Score ~ factor(Wave) + hetar1(0 + factor(Wave) | Patient)", FollowedWaves.FitReml(FollowedRow.All).Result);

    [Fact]
    public void One_standard_deviation_and_one_correlation_have_the_name_of_the_factor()
    {
        var patients = Autoregressive.VarianceComponents.Patient;

        Assert.Equal(patients.OccasionStart.StandardDeviation, patients.Occasion.StandardDeviation);
        Assert.Equal(patients.OccasionAutumn.StandardDeviation, patients.Occasion.StandardDeviation, 1e-9);
        Assert.Equal(patients.Correlations["OccasionStart", "OccasionSpring"], patients.Correlations.Occasion);
        Assert.Equal(patients.Correlations.Occasion, patients.Correlations.OccasionSummer_OccasionAutumn, 1e-9);
        Assert.Equal(Math.Pow(patients.Correlations.Occasion, 3), patients.Correlations.OccasionStart_OccasionAutumn, 1e-9);
        Assert.InRange(patients.Correlations.Occasion, 0.3, 0.95);
    }

    [Fact]
    public void Compound_symmetry_has_a_standard_deviation_for_each_level_and_one_correlation()
    {
        var patients = Exchangeable.FitReml(FollowedRow.All).VarianceComponents.Patient;

        Assert.NotEqual(patients.OccasionStart.StandardDeviation, patients.OccasionAutumn.StandardDeviation, 1e-3);
        Assert.Equal(patients.Correlations["OccasionStart", "OccasionAutumn"], patients.Correlations.Occasion, 1e-9);
        Assert.Equal(patients.Correlations.Occasion, patients.Correlations.OccasionSpring_OccasionSummer);
    }

    [Fact]
    public void Levels_known_only_from_the_rows_share_them_too()
    {
        var patients = FollowedWaves.FitReml(FollowedRow.All).VarianceComponents.Patient;
        var even = EvenWaves.FitReml(FollowedRow.All).VarianceComponents.Patient;

        Assert.Equal(patients["Wave4"].StandardDeviation, patients.Wave[4].StandardDeviation);
        Assert.Equal(patients.Correlations["Wave1", "Wave2"], patients.Correlations.Wave);
        Assert.Equal(even["Wave1"].StandardDeviation, even.Wave.StandardDeviation);
        Assert.Equal(Autoregressive.VarianceComponents.Patient.Correlations.Occasion, even.Correlations.Wave, 1e-6);
    }

    [Fact]
    public void Toeplitz_correlations_are_found_by_distance()
    {
        var correlations = DistantWaves.FitReml(FollowedRow.All).VarianceComponents.Patient.Correlations;

        Assert.Equal(correlations["Wave2", "Wave1"], correlations.Wave[1]);
        Assert.Equal(correlations["Wave4", "Wave2"], correlations.Wave[2], 1e-9);
        Assert.Equal(correlations["Wave4", "Wave1"], correlations.Wave[3]);
        Assert.True(double.IsNaN(correlations.Wave[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => correlations.Wave[0]);
    }

    [Fact]
    public void One_standard_deviation_of_several_terms_has_their_names()
    {
        Even.MlFit fit = Even.FitMl(FollowedRow.Twice);

        Assert.Equal(fit.VarianceComponents.Patient.Intercept.StandardDeviation, fit.VarianceComponents.Patient.Intercept_Occasion.StandardDeviation);
        AssertSame("Score ~ Occasion + homdiag(Occasion | Patient)", fit.Result, FollowedRow.Twice, FitMethod.Ml);
    }

    [Fact]
    public void Two_structures_of_one_factor_are_told_apart()
    {
        TwoStructures.RemlFit fit = TwoStructures.FitReml(FollowedRow.Twice);
        VarianceTerm Term(Formulas.CovarianceStructure structure) => fit.Result.VarianceComponents.Single(t => t.Structure == structure);

        Assert.Equal(Term(Formulas.CovarianceStructure.Autoregressive).Components[0].StandardDeviation, fit.VarianceComponents.Patient.Occasion.StandardDeviation);
        Assert.Equal(Term(Formulas.CovarianceStructure.HomogeneousDiagonal).Components[0].StandardDeviation, fit.VarianceComponents.Patient.Occasion_2.StandardDeviation);
        Assert.NotEqual(fit.VarianceComponents.Patient.Occasion.StandardDeviation, fit.VarianceComponents.Patient.Occasion_2.StandardDeviation);
    }

    [Fact]
    public void Modes_have_the_names_of_the_times()
    {
        MixedModelFit fit = MixedModel.Fit("Score ~ Occasion + ar1(0 + Occasion | Patient)", FollowedRow.TableOf(FollowedRow.All));

        Assert.Equal(fit.RandomEffects["Patient"]["p7", "OccasionSummer"].Value, Autoregressive.RandomEffects.Patient["p7"].OccasionSummer.Value, 1e-6);
    }

    [Fact]
    public void Bootstraps_have_a_result_for_each_parameter_by_all_its_names()
    {
        Followed.Bootstraps bootstrap = Autoregressive.Bootstrap(3, seed: 4);
        var patients = bootstrap.VarianceComponents.Patient;

        Assert.Equal(bootstrap.Result.VarianceComponents["sd_ar1|Patient"], patients.Occasion);
        Assert.Equal(patients.Occasion, patients.OccasionSummer);
        Assert.Equal(bootstrap.Result.VarianceComponents["cor_ar1|Patient"], patients.Correlations.Occasion);
        Assert.Equal(patients.Correlations.Occasion, patients.Correlations.OccasionSpring_OccasionSummer);
        Assert.Equal(patients.Correlations.Occasion.Replicates.AsEnumerable(), bootstrap.Of(f => f.VarianceComponents.Patient.Correlations.Occasion).Replicates);
        Assert.Equal(patients.Occasion.Replicates.AsEnumerable(), bootstrap.Of(f => f.VarianceComponents.Patient.OccasionAutumn.StandardDeviation).Replicates);
    }

    [Fact]
    public void Toeplitz_correlations_of_a_bootstrap_are_found_by_distance()
    {
        DistantWaves.Bootstraps bootstrap = DistantWaves.FitReml(FollowedRow.All).Bootstrap(2, seed: 4);

        Assert.Equal(bootstrap.Result.VarianceComponents["cor_toep.2|Patient"], bootstrap.VarianceComponents.Patient.Correlations.Wave[2]);
        Assert.Equal(bootstrap.Result.VarianceComponents["sd_Wave3|Patient"], bootstrap.VarianceComponents.Patient.Wave[3]);
    }

    private static void AssertSame(string formula, MixedModelFit typed, FollowedRow[]? rows = null, FitMethod method = FitMethod.Reml)
    {
        MixedModelFit fit = MixedModel.Fit(formula, FollowedRow.TableOf(rows ?? FollowedRow.All), new FitOptions { Method = method });

        Assert.Equal(fit.LogLikelihood.Value, typed.LogLikelihood.Value, 1e-7);
        Assert.Equal(fit.Coefficients.Select(c => c.Estimate), typed.Coefficients.Select(c => c.Estimate), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(fit.Sigma, typed.Sigma, 1e-5);
        double[,] expected = fit.VarianceComponents["Patient"].CovarianceMatrix, actual = typed.VarianceComponents["Patient"].CovarianceMatrix;
        Assert.Equal(expected.Cast<double>(), actual.Cast<double>(), (a, b) => Math.Abs(a - b) < 1e-4);
    }
}
