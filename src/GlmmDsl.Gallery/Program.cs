using System.Diagnostics;
using GlmmDsl;
using GlmmDsl.Gallery;
using GlmmDsl.Gallery.Models;
using Spectre.Console;

Exhibit[] exhibits =
[
    new SleepStudyExhibit(), new PenicillinExhibit(), new PastesExhibit(), new MachinesExhibit(), new GroceryExhibit(), new InstEvalExhibit(),
    new CbppExhibit(), new GrouseTicksExhibit(), new WheezeExhibit(),
];

foreach (Exhibit exhibit in exhibits)
{
    var watch = Stopwatch.StartNew();
    exhibit.Fit();
    double first = watch.Elapsed.TotalMilliseconds;
    watch.Restart();
    MixedModelFit fit = exhibit.Fit();
    double again = watch.Elapsed.TotalMilliseconds;

    AnsiConsole.Write(new Rule(Markup.Escape(exhibit.Title)).LeftJustified());
    Console.WriteLine(fit);
    Console.WriteLine();
    foreach (string remark in exhibit.Remarks())
    {
        Console.WriteLine(remark);
    }

    Console.WriteLine(FormattableString.Invariant($"Fitted in {first:F1} ms, the compiling of its code included; again in {again:F1} ms. Beside what lme4 gives:"));
    AnsiConsole.Write(Comparison.Of(fit, Resources.Record(exhibit.Case)));
}
