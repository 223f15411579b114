namespace GlmmDsl.TypedModels.Tests;

[LinearMixedModel<WeightedSleepRow>("Reaction ~ Days + (Days | Subject)", Weights = "w")]
public sealed partial class WeightedSleep;

[LinearMixedModel<WeightedSleepRow>("Reaction ~ grp * Days + (1 | Subject)", Contrasts = "grp=sum")]
public sealed partial class GroupedSleep;

[LinearMixedModel<GappedSleepRow>("Reaction ~ Days + (Days | Subject)", Missing = MissingValues.Omit)]
public sealed partial class GappedSleep;

[LinearMixedModel<PenicillinRow>("Diameter ~ 1 + (1 | Plate) + (1 | Sample)")]
public sealed partial class Penicillin;

[LinearMixedModel<PasteRow>("Strength ~ 1 + (1 | Batch/Cask)")]
public sealed partial class Pastes;

[LinearMixedModel<CakeRow>("angle ~ recipe * temperature + (1 | recipe:replicate)")]
public sealed partial class Cakes;

[LinearMixedModel<MachineRow>("score ~ Machine + (1 | Worker/Machine)")]
public sealed partial class Machines;

[LinearMixedModel<RatingRow>("y ~ service * dept + (1 | s) + (1 | d)")]
public sealed partial class Ratings;

[LinearMixedModel<PigRow>("Feed ~ Time + Evit + (1 | Pig)", Missing = MissingValues.Omit)]
public sealed partial class Pigs;

/// <summary>Typed models of reference data, with the rules on as in a user's project, beside what lme4 gives.</summary>
public sealed class ReferenceModels
{
    [Fact]
    public void Weights_by_the_columns_own_name() => ReferenceRecord.AssertAgrees("sleep_weights", WeightedSleep.FitReml(Sleep()));

    [Fact]
    public void Sum_coding_of_an_enum_with_an_interaction()
    {
        GroupedSleep.RemlFit fit = GroupedSleep.FitReml(Sleep());
        ReferenceRecord.AssertAgrees("sleep_sumcontr", fit);
        Assert.Equal("grp2:Days", fit.Coefficients.grp2_Days.Name);
    }

    [Fact]
    public void Nullable_columns_with_rows_omitted()
    {
        GappedSleep.RemlFit fit = GappedSleep.FitReml(CsvRows.Read("sleepna", f => new GappedSleepRow(f.NumberOrNull("Reaction"), f.NumberOrNull("Days"), f.Integer("Subject"))));
        ReferenceRecord.AssertAgrees("sleepna_ris", fit);
        Assert.Contains(fit.Notices, n => n.Id == NoticeId.RowsOmitted);
    }

    [Fact]
    public void A_nullable_response_with_rows_omitted() =>
        ReferenceRecord.AssertAgrees("dietox_na", Pigs.FitReml(CsvRows.Read("dietox", f => new PigRow(f.NumberOrNull("Feed"), f.Integer("Time"), f.Integer("Pig"), f.Text("Evit")))));

    [Fact]
    public void Crossed_factors_of_characters()
    {
        Penicillin.RemlFit fit = Penicillin.FitReml(CsvRows.Read("Penicillin", f => new PenicillinRow(f.Number("diameter"), f.Text("plate")[0], f.Text("sample")[0])));
        ReferenceRecord.AssertAgrees("penicillin", fit);
        Assert.Equal(1.9317, fit.VarianceComponents.Sample.Intercept.StandardDeviation, 3);
        Assert.True(fit.RandomEffects.Plate.TryGet('a', out _));
    }

    [Fact]
    public void Nested_factors_found_by_two_keys()
    {
        Pastes.RemlFit fit = Pastes.FitReml(CsvRows.Read("Pastes", f => new PasteRow { Strength = f.Number("strength"), Batch = f.Text("batch"), Cask = f.Text("cask") }));
        ReferenceRecord.AssertAgrees("pastes_nested", fit);
        Assert.Equal(fit.Result.RandomEffects["Cask:Batch"]["a:A", "(Intercept)"].Value, fit.RandomEffects.Cask_Batch["a", "A"].Intercept.Value);
    }

    [Fact]
    public void An_ordered_factor_times_an_enum_and_a_group_of_both()
    {
        Cakes.RemlFit fit = Cakes.FitReml(CsvRows.Read("cake", f => new CakeRow(f.Integer("angle"), Enum.Parse<Recipe>(f.Text("recipe")), f.Text("temperature"), (byte)f.Integer("replicate"))));
        ReferenceRecord.AssertAgrees("cake_int", fit);
        Assert.Equal(6.4303, fit.Coefficients.temperature_L.Estimate, 3);
        Assert.NotEqual(0, fit.RandomEffects.recipe_replicate[Recipe.B, 3].Intercept.Value);
    }

    [Fact]
    public void A_struct_with_a_factor_nested_in_another() =>
        ReferenceRecord.AssertAgrees("machines_nested", Machines.FitReml(CsvRows.Read("Machines", f => new MachineRow { Score = f.Number("score"), Machine = Enum.Parse<Recipe>(f.Text("Machine")), Worker = (sbyte)f.Integer("Worker") })));

    [Fact]
    public void Seventy_three_thousand_ratings_by_students_of_lecturers()
    {
        Ratings.RemlFit fit = Ratings.FitReml(CsvRows.Read("InstEval", f => new RatingRow(f.Integer("y"), f.Integer("s"), f.Integer("d"), f.Text("service"), f.Text("dept"))));
        ReferenceRecord.AssertAgrees("insteval_reml2", fit);
        Assert.Equal(0.2520, fit.Coefficients.service1.Estimate, 3);
    }

    private static IReadOnlyList<WeightedSleepRow> Sleep() =>
        CsvRows.Read("sleepstudy", f => new WeightedSleepRow(f.Number("Reaction"), f.Number("Days"), f.Text("Subject"), f.Number("w"), Enum.Parse<SleepGroup>(f.Text("grp"))));
}
