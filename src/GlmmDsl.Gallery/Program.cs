using System.Diagnostics;
using GlmmDsl;
using GlmmDsl.Gallery;
using Spectre.Console;

var ml = new FitOptions { Method = FitMethod.Ml };
Exhibit[] exhibits =
[
    new("Reaction times under sleep deprivation: a slope for every subject", "sleepstudy", "sleep_ris",
        t => MixedModel.Fit("Reaction ~ Days + (Days | Subject)", t)),
    new("Penicillin: plates crossed with samples", "Penicillin", "penicillin",
        t => MixedModel.Fit("diameter ~ 1 + (1 | plate) + (1 | sample)", t)),
    new("Paste strength: casks nested in batches", "Pastes", "pastes_nested",
        t => MixedModel.Fit("strength ~ 1 + (1 | batch/cask)", t)),
    new("Machines and workers: a machine for every worker", "Machines", "machines_nested",
        t => MixedModel.Fit("score ~ Machine + (1 | Worker/Machine)", t.WithFactor("Worker"))),
    new("Grocery prices in four stores, by maximum likelihood", "grocery", "grocery_ml",
        t => MixedModel.Fit("price ~ store + (1 | item)", t, ml)),
    new("73 421 lecture evaluations: students, lecturers and departments crossed", "InstEval", "insteval_ml3",
        t => MixedModel.Fit("y ~ service + (1 | s) + (1 | d) + (1 | dept)", t.WithFactor("service"), ml)),
];

foreach (Exhibit exhibit in exhibits)
{
    GlmmDsl.Table data = Resources.Data(exhibit.Data);
    var watch = Stopwatch.StartNew();
    MixedModelFit fit = exhibit.Fit(data);
    watch.Stop();

    AnsiConsole.Write(new Rule(Markup.Escape(exhibit.Title)).LeftJustified());
    Console.WriteLine(fit);
    Console.WriteLine(FormattableString.Invariant($"Fitted in {watch.Elapsed.TotalMilliseconds:F1} ms, {fit.Evaluations} evaluations. Beside what lme4 gives:"));
    AnsiConsole.Write(Comparison.Of(fit, Resources.Record(exhibit.Case)));
}
