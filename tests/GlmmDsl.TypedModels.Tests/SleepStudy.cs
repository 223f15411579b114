namespace GlmmDsl.TypedModels.Tests;

/// <summary>Belenky et al. (2003): reaction times of 18 subjects over ten days of sleep deprivation.</summary>
public sealed record SleepRow(double Reaction, int Days, int Subject)
{
    public static IReadOnlyList<SleepRow> Read() => CsvRows.Read("sleepstudy", f => new SleepRow(f.Number("Reaction"), f.Integer("Days"), f.Integer("Subject")));
}

[LinearMixedModel<SleepRow>("Reaction ~ Days + (Days | Subject)")]
public sealed partial class SleepModel;

[LinearMixedModel<SleepRow>("Reaction ~ 1 + (Days | Subject)")]
public sealed partial class SleepNullModel;

public sealed class SleepStudy
{
    [Fact]
    public void The_formula_is_a_constant_of_the_model() => Assert.Equal("Reaction ~ Days + (Days | Subject)", SleepModel.FormulaText);
}
