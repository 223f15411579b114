using GlmmDsl.Data;

namespace GlmmDsl.Tests.Design;

public class DesignNoticeTests
{
    [Fact]
    public void A_healthy_design_has_no_notices() =>
        Assert.Empty(SmallTable.Build("y ~ x * f + poly(z, 2)").Notices);

    [Fact]
    public void Fewer_than_five_groups()
    {
        Notice notice = Assert.Single(SmallTable.Build("y ~ x + (1 | f)").Notices);

        Assert.Equal((NoticeId.FewGroups, 3), (notice.Id, notice.Count));
        Assert.Contains("'f' has 3 levels", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_group_is_noticed_once_though_several_terms_have_it() =>
        Assert.Single(SmallTable.Build("y ~ x + (x || f) + (0 + z | f)").Notices);

    [Fact]
    public void Five_groups_are_not_few()
    {
        Table table = SmallTable.With(new NumericColumn("k", [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2]));

        Assert.Empty(SmallTable.Build("y ~ x + (1 | k)", table).Notices);
    }

    [Fact]
    public void Levels_without_rows_with_the_new_reference()
    {
        Table table = SmallTable.With(new FactorColumn("f", ["z", "b", "a", "q"], [1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2]));

        Assert.Equal(["(Intercept)", "fa"], SmallTable.Build("y ~ f", table).Matrices.FixedNames.ToArray());
        Notice notice = Assert.Single(SmallTable.Build("y ~ f", table).Notices);
        Assert.Equal((NoticeId.LevelsDropped, 2), (notice.Id, notice.Count));
        Assert.Equal("Levels 'z', 'q' of 'f' had no rows and were dropped. The first level is among them: 'b' takes its place.", notice.Text);
    }

    [Fact]
    public void Levels_lost_with_omitted_rows_are_noticed_too()
    {
        Table table = SmallTable.With(
            new FactorColumn("f", ["b", "a", "c"], [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 2]), new NumericColumn("x", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, double.NaN]));

        IEnumerable<NoticeId> ids = SmallTable.Build("y ~ x + f", table, new() { Missing = MissingValues.Omit }).Notices.Select(n => n.Id);

        Assert.Equal([NoticeId.RowsOmitted, NoticeId.LevelsDropped], ids);
    }

    [Fact]
    public void A_groups_levels_without_rows_have_no_reference()
    {
        Table table = SmallTable.With(new FactorColumn("g", ["z", "1", "2", "3", "4", "5"], [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1, 2]));

        Notice notice = Assert.Single(SmallTable.Build("y ~ x + (1 | g)", table).Notices);

        Assert.Equal("Level 'z' of 'g' had no rows and was dropped.", notice.Text);
    }

    [Fact]
    public void Groups_of_one_row_are_noticed_when_they_are_most()
    {
        Table most = SmallTable.With(new NumericColumn("k", [1, 2, 3, 4, 5, 6, 7, 7, 8, 8, 9, 9]));
        Table half = SmallTable.With(new NumericColumn("k", [1, 2, 3, 4, 5, 5, 6, 6, 7, 7, 8, 8]));

        Notice notice = Assert.Single(SmallTable.Build("y ~ x + (1 | k)", most).Notices);
        Assert.Equal((NoticeId.OneObservationPerGroup, 6), (notice.Id, notice.Count));
        Assert.Empty(SmallTable.Build("y ~ x + (1 | k)", half).Notices);
    }

    [Theory]
    [InlineData("ar1(0 + factor(k) | g)", true)]
    [InlineData("hetar1(0 + factor(k) | g)", true)]
    [InlineData("toep(0 + factor(k) | g)", true)]
    [InlineData("cs(0 + factor(k) | g)", false)]
    [InlineData("ar1(0 + factor(even) | g)", false)]
    [InlineData("ar1(0 + o | g)", false)]
    public void Times_at_unequal_distances_are_noticed_where_distances_should_matter(string random, bool isNoticed)
    {
        Table table = SmallTable.With(new NumericColumn("even", [1.5, 2.5, 3.5, 1.5, 2.5, 3.5, 1.5, 2.5, 3.5, 1.5, 2.5, 3.5]));

        Notice? notice = SmallTable.Build("y ~ x + " + random, table).Notices.SingleOrDefault(n => n.Id == NoticeId.UnequalTimes);

        Assert.Equal(isNoticed, notice is not null);
        Assert.StartsWith(isNoticed ? "The times 2, 5, 10 of 'factor(k)' are not equally spaced" : "", notice?.Text ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_cells_of_an_interaction_are_noticed_once()
    {
        Table table = SmallTable.Rows(0, 1, 2, 3, 4, 5, 6, 7, 11);

        Notice notice = Assert.Single(SmallTable.Build("y ~ f * g * b", table).Notices);

        Assert.Equal((NoticeId.EmptyCells, 1), (notice.Id, notice.Count));
        Assert.Contains("1 of the 6 combinations of levels of 'f:g' have no rows", notice.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y ~ x + (1 | big/small)", "swap")]
    [InlineData("y ~ x + (1 | small/big)", null)]
    [InlineData("y ~ x + (1 | small) + (1 | big)", null)]
    [InlineData("y ~ x + (1 | big) + (1 | relabelled)", "split the rows in the same way")]
    [InlineData("y ~ x + (1 | big) + (0 + x | relabelled)", null)]
    public void Nesting_that_differs_from_the_formula(string formula, string? text)
    {
        // Each of ten big's levels lies in one of five small's.
        int[] rows = [.. Enumerable.Range(0, 40)];
        Table table = new(
        [
            new NumericColumn("y", [.. rows.Select(r => r % 7 + r / 3.0)]),
            new NumericColumn("x", [.. rows.Select(r => (double)r)]),
            new NumericColumn("big", [.. rows.Select(r => (double)(r % 10))]),
            new NumericColumn("relabelled", [.. rows.Select(r => 100.0 - r % 10)]),
            new NumericColumn("small", [.. rows.Select(r => (double)(r % 5))]),
        ]);

        Notice? notice = SmallTable.Build(formula, table).Notices.SingleOrDefault();

        Assert.Equal(text is null ? null : NoticeId.NestingDiffersFromFormula, notice?.Id);
        Assert.Contains(text ?? "", notice?.Text ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e6, 1, false)]
    [InlineData(1e9, 1, true)]
    [InlineData(0, 1e7, false)]
    [InlineData(0, 1e9, true)]
    public void Numbers_far_from_zero_or_of_very_different_scales(double shift, double unit, bool isNoticed)
    {
        Table table = SmallTable.With(new NumericColumn("x", [.. SmallTable.X.Select(x => (x + shift) * unit)]));

        IEnumerable<NoticeId> ids = SmallTable.Build("y ~ x + z + f", table).Notices.Select(n => n.Id);

        Assert.Equal(isNoticed ? [NoticeId.ExtremeScale] : [], ids);
    }
}
