using GlmmDsl.Data;
using GlmmDsl.Design;

namespace GlmmDsl.Tests.Design;

/// <summary>Responses of binomial and Poisson models: how they are read, and which are refused.</summary>
public class DiscreteResponseTests
{
    [Theory]
    [InlineData("n")]
    [InlineData("flag")]
    [InlineData("arm")]
    [InlineData("I(n > 0)")]
    [InlineData("cbind(n, 1 - n)")]
    public void One_trial_may_be_written_as_number_logical_factor_or_counts(string response)
    {
        ModelMatrices matrices = Successes(response);
        Assert.Equal([1, 0, 0, 1, 1], matrices.Response);
        Assert.Equal([1, 1, 1, 1, 1], matrices.Trials!);
        Assert.Null(matrices.Weights);
    }

    [Fact]
    public void The_first_level_of_a_factor_is_failure_whatever_its_name()
    {
        ModelMatrices matrices = Build("arm ~ 1", Table(new FactorColumn("arm", ["yes", "no"], [0, 1, 1, 0, 1])), new DesignOptions { Response = ResponseForm.Successes });
        Assert.Equal([0, 1, 1, 0, 1], matrices.Response);
    }

    [Fact]
    public void A_proportion_becomes_whole_successes_of_its_trials()
    {
        Table table = Table(new NumericColumn("p", [1.0 / 3, 0.142857142857, 0, 1, 0.5]), new NumericColumn("m", [3, 7, 4, 2, 6]));
        ModelMatrices matrices = Build("p ~ 1", table, Trials("m"));
        Assert.Equal([1, 1, 0, 2, 3], matrices.Response);
        Assert.Equal([3, 7, 4, 2, 6], matrices.Trials!);
    }

    [Fact]
    public void Rows_without_trials_are_left_out_as_weightless()
    {
        Table table = Table(new NumericColumn("s", [1, 0, 2, 0, 1]), new NumericColumn("f", [1, 0, 1, 3, 0]));
        DesignResult result = ModelMatricesBuilder.Build(
            Formula.Parse("cbind(s, f) ~ 1").Terms, table, new DesignOptions { Response = ResponseForm.Successes }, CancellationToken.None);
        Assert.Equal([1, 2, 0, 1], result.Matrices.Response);
        Assert.Equal([2, 3, 3, 1], result.Matrices.Trials!);
        Assert.Equal(NoticeId.ZeroWeightRows, Assert.Single(result.Notices).Id);
    }

    [Theory]
    [InlineData("n")]
    [InlineData("p")]
    [InlineData("cbind(n, m)")]
    public void Missing_responses_are_left_out_whatever_their_form(string response)
    {
        Table table = Table(new NumericColumn("n", [1, double.NaN, 0, 1, 0]), new NumericColumn("p", [0.5, double.NaN, 0, 1, 0.25]), new NumericColumn("m", [2, 3, 4, 2, 8]));
        DesignOptions options = response == "p" ? Trials("m") : new DesignOptions { Response = ResponseForm.Successes };
        ModelMatrices matrices = Build(response + " ~ 1", table, options with { Missing = MissingValues.Omit });
        Assert.Equal(4, matrices.RowCount);
        Assert.DoesNotContain(double.NaN, matrices.Response);
    }

    [Theory]
    [InlineData("n ~ 1 + (1 | id)", false, "hard to tell from the variation of a single trial")]
    [InlineData("cbind(n, m) ~ 1 + (1 | id)", false, null)]
    [InlineData("n ~ 1 + (1 | id)", true, null)]
    [InlineData("m ~ 1 + (x || id) + (1 | three)", true, null)]
    public void One_random_effect_a_row_is_no_mistake_where_it_means_overdispersion(string formula, bool isCount, string? notice)
    {
        ResponseForm form = isCount ? ResponseForm.Count : ResponseForm.Successes;
        Table table = Table(new NumericColumn("m", [2, 3, 4, 2, 8]), new NumericColumn("x", [1, 2, 0, 1, 1]), new FactorColumn("id", ["a", "b", "c", "d", "e"], [0, 1, 2, 3, 4]));
        IEnumerable<Notice> notices = ModelMatricesBuilder.Build(Formula.Parse(formula).Terms, table, new DesignOptions { Response = form }, CancellationToken.None).Notices;
        Notice? single = notices.SingleOrDefault(n => n.Id == NoticeId.OneObservationPerGroup);
        Assert.Equal(notice is not null, single is not null);
        Assert.Contains(notice ?? "", single?.Text ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Frequencies_stay_weights()
    {
        Table table = Table(new NumericColumn("k", [2, 1, 1, 1, 1]));
        var options = new DesignOptions { Response = ResponseForm.Successes, Weights = "k", WeightKind = WeightKind.Frequency };
        Assert.Equal([2, 1, 1, 1, 1], Build("n ~ 1", table, options).Weights!);
    }

    [Theory]
    [InlineData("x", "2.5", "0 or 1")]
    [InlineData("p", "number of trials", "row 2")]
    [InlineData("three", "3 levels", "two, failure first")]
    [InlineData("cbind(n, x)", "x is 2.5", "two counts")]
    [InlineData("cbind(n - 1, n)", "n - 1 is -1", "two counts")]
    [InlineData("zero", "constant", "every trial failed")]
    public void A_response_that_is_no_success_is_refused_by_name_and_row(string response, string what, string remedy)
    {
        string message = Assert.Throws<ModelDataException>(() => Successes(response)).Message;
        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.Contains(remedy, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", "2.5", "whole numbers from 0")]
    [InlineData("n - 1", "-1", "whole numbers from 0")]
    [InlineData("zero", "constant", "it is 0")]
    public void A_response_that_is_no_count_is_refused(string response, string what, string remedy)
    {
        string message = Assert.Throws<ModelDataException>(() => Build(response + " ~ 1", Table(), new DesignOptions { Response = ResponseForm.Count })).Message;
        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.Contains(remedy, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Family.Poisson, "x", "A Poisson model explains counts")]
    [InlineData(Family.Binomial, "x", "A binomial response is 0 or 1")]
    public void The_error_names_the_family_of_the_options(Family family, string response, string message)
    {
        DesignOptions options = new FitOptions { Family = family }.ToDesignOptions();
        Assert.Contains(message, Assert.Throws<ModelDataException>(() => Build(response + " ~ 1", Table(), options)).Message, StringComparison.Ordinal);
        Assert.Contains("A made-up model", Assert.Throws<ModelDataException>(() => Build("x ~ 1", Table(), new DesignOptions { Response = ResponseForm.Count, FamilyWords = "made-up" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_factor_is_no_count()
    {
        var error = Assert.Throws<FormulaException>(() => Build("arm ~ 1", Table(), new DesignOptions { Response = ResponseForm.Count }));
        Assert.Contains("counts", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Proportions_that_are_no_whole_successes_are_refused_with_their_trials()
    {
        Table table = Table(new NumericColumn("q", [0.5, 0.3, 0, 1, 0.5]), new NumericColumn("m", [2, 4, 4, 2, 6]));
        string message = Assert.Throws<ModelDataException>(() => Build("q ~ 1", table, Trials("m"))).Message;
        Assert.Contains("'m' = 4 trials", message, StringComparison.Ordinal);
        Assert.Contains("row 2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_a_kind_that_the_family_lacks_are_refused()
    {
        var binomial = new DesignOptions { Response = ResponseForm.Successes, Weights = "n", WeightKind = WeightKind.Precision };
        Assert.Contains("no precision weights", Assert.Throws<ModelDataException>(() => Build("n ~ 1", Table(), binomial)).Message, StringComparison.Ordinal);
        var count = new DesignOptions { Response = ResponseForm.Count, Weights = "n", WeightKind = WeightKind.Trials };
        Assert.Contains("offset(log(n))", Assert.Throws<ModelDataException>(() => Build("n ~ 1", Table(), count)).Message, StringComparison.Ordinal);
        Assert.Contains("how many trials", Assert.Throws<ModelDataException>(() => Build("cbind(n, n) ~ 1", Table(), Trials("n"))).Message, StringComparison.Ordinal);
    }

    private static ModelMatrices Successes(string response) => Build(response + " ~ 1", Table(), new DesignOptions { Response = ResponseForm.Successes });

    private static ModelMatrices Build(string formula, Table table, DesignOptions options) =>
        ModelMatricesBuilder.Build(Formula.Parse(formula).Terms, table, options, CancellationToken.None).Matrices;

    private static DesignOptions Trials(string column) => new() { Response = ResponseForm.Successes, Weights = column, WeightKind = WeightKind.Trials };

    private static Table Table(params Column[] more)
    {
        Column[] columns =
        [
            new NumericColumn("n", [1, 0, 0, 1, 1]), new NumericColumn("x", [1, 2.5, 0, 1, 1]), new NumericColumn("p", [1, 0.25, 0, 1, 1]), new NumericColumn("zero", [0, 0, 0, 0, 0]),
            new FactorColumn("flag", ["FALSE", "TRUE"], [1, 0, 0, 1, 1], isLogical: true), new FactorColumn("arm", ["placebo", "drug"], [1, 0, 0, 1, 1]),
            new FactorColumn("three", ["a", "b", "c"], [0, 1, 2, 0, 1]),
        ];
        return new Table(columns.Where(c => more.All(m => m.Name != c.Name)).Concat(more));
    }
}
