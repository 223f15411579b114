using System.Text.Json;

namespace GlmmDsl.Cli.Tests;

/// <summary><c>glmm average</c>, with expected values of R: numDeriv's gradients of averages, and the covariance of what they are functions of.</summary>
public sealed class AverageCommandTests
{
    private static readonly string[] Cbpp =
        [Glmm.Reference("cbpp"), "cbind(incidence, size - incidence) ~ period + (1 | herd)", "--family", "binomial", "--factor", "period"];

    private static readonly string[] Ticks =
        [Glmm.Reference("grouseticks"), "TICKS ~ YEAR + scale(HEIGHT) + (1 | BROOD) + (1 | INDEX) + (1 | LOCATION)", "--family", "poisson", "--factor", "YEAR"];

    /// <summary>
    /// m of glmmTMB; at b-hat the covariance of (beta, b) is the inverse of [X Z]'W[X Z] + (0, 1/theta^2):
    /// <c>f &lt;- function(par, X) plogis(X %*% par[1:4] + Z %*% par[-(1:4)]); g &lt;- grad(function(par) mean(f(par, X2)) - mean(f(par, X1)), c(fixef(m)$cond, b)); sqrt(t(g) %*% V %*% g)</c>.
    /// </summary>
    [Theory]
    [InlineData(0, "prediction", 0.1138369409, 0.0114755289)]
    [InlineData(0, "2 - 1", -0.1178198343, 0.0331590228, "--compare", "period")]
    [InlineData(2, "4 - 1", -0.1564442933, 0.0323240816, "--compare", "period")]
    [InlineData(3, "prediction", 0.0552559786, 0.0206095850, "--by", "period")]
    public void Averages_at_the_modes_take_the_joint_covariance_of_coefficients_and_modes(int row, string name, double estimate, double error, params string[] options)
    {
        JsonElement all = Averages([.. Cbpp, "--random-effects", "modes", .. options]);
        JsonElement average = all.GetProperty("averages")[row];

        Assert.Equal(("modes", true), (all.GetProperty("randomEffects").GetString(), all.GetProperty("variancesTakenAsKnown").GetBoolean()));
        Assert.Equal(name, average.GetProperty("name").GetString());
        Assert.Equal(estimate, average.GetProperty("estimate").GetDouble(), 2e-6);
        Assert.Equal(error, average.GetProperty("se").GetDouble(), 2e-6);
    }

    /// <summary>
    /// m of glmmTMB, V of <c>vcov(m, full = TRUE)</c>, p of <c>m$fit$par</c>: gradients of <c>mean(exp(X %*% p[1:4] + sum(exp(2 * p[5:7])) / 2))</c> and of what it is combined to, by numDeriv.
    /// </summary>
    [Theory]
    [InlineData(0, 6.3363441, 1.1241999)]
    [InlineData(0, 7.9898249, 2.1294176, "--compare", "YEAR")]
    [InlineData(1, -2.21085210, 0.73710188, "--compare", "YEAR")]
    [InlineData(0, 3.25553, 0.77524, "--compare", "YEAR", "--kind", "ratio")]
    [InlineData(0, -0.15055466, 0.04206206, "--slopes", "HEIGHT")]
    [InlineData(2, -0.0297729688, 0.0090413345, "--slopes", "HEIGHT", "--by", "YEAR")]
    public void Averages_of_the_population_know_of_the_uncertainty_of_variances(int row, double estimate, double error, params string[] options)
    {
        JsonElement average = Averages([.. Ticks, "--random-effects", "integrated", .. options]).GetProperty("averages")[row];

        Assert.Equal(estimate, average.GetProperty("estimate").GetDouble(), 2e-4 * Math.Abs(estimate));
        Assert.Equal(error, average.GetProperty("se").GetDouble(), 1e-3 * error);
    }

    [Fact]
    public void The_table_says_where_the_random_effects_are_and_the_level_of_the_intervals()
    {
        string output = Glmm.Run(["average", .. Cbpp, "--compare", "period", "--level", "0.9"]).Output;

        Assert.StartsWith(" average estimate     SE      z p.value asymp.LCL asymp.UCL\n 2 - 1     -0.114 ", output, StringComparison.Ordinal);
        Assert.EndsWith("\nAverages over the observed rows, random effects at zero; standard errors by the delta method\nConfidence level used: 0.9\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exclude each other", "--compare", "period", "--slopes", "size")]
    [InlineData("--kind belongs to --compare", "--kind", "ratio")]
    [InlineData("--kind is difference, ratio or odds-ratio, not 'odds'", "--compare", "period", "--kind", "odds")]
    [InlineData("did you mean 'period'", "--compare", "perid")]
    [InlineData("'period' is a factor: it has no slope", "--slopes", "period")]
    [InlineData("--random-effects is zero, modes or integrated", "--random-effects", "none")]
    public void What_does_not_exist_is_refused(string message, params string[] options)
    {
        Glmm.Outcome outcome = Glmm.Run(["average", .. Cbpp, .. options]);

        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    private static JsonElement Averages(string[] arguments)
    {
        Glmm.Outcome outcome = Glmm.Run(["average", .. arguments, "--json"]);
        Assert.Equal(0, outcome.Code);
        return JsonDocument.Parse(outcome.Output).RootElement;
    }
}
